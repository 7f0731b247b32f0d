package platform.tkex.simulation.api;

/** Where requests go: the model itself, or something in front of it that loses or delays them. */
@FunctionalInterface
public interface Api {

  /** Does what is asked; never throws for what a client got wrong. */
  Answer handle(Request request);
}
