package platform.tkex.simulation.process;

import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.Request;

/** Sees every request of an operator's process on its way. */
public interface Witness {

  /** It leaves its process; what becomes of it is decided already. */
  void sent(OperatorProcess sender, Request request, Weather.Fate fate);

  /** Its sender knows that it was done. */
  void confirmed(OperatorProcess sender, Request request, Answer answer);

  /** The server is about to do it; its changes follow. */
  void arrives(Request request);

  /** The server has done it. */
  void handled(Request request, Answer answer);
}
