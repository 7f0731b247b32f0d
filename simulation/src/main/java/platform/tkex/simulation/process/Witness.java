package platform.tkex.simulation.process;

import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.Request;

/** Sees every request of an operator's process on its way. */
public interface Witness {

  /** It leaves its process; what becomes of it is decided already. */
  void sent(OperatorProcess sender, Request request, Weather.Fate fate);

  /** The server is about to do it; its changes follow. */
  void arrives(Request request);

  /** The server has done it. */
  void handled(Request request, Answer answer);
}
