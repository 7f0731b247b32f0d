package platform.tkex.demo;

/** A step of the demo did not happen; the message says which and why. */
final class StepFailed extends Exception {
  private static final long serialVersionUID = 1L;

  StepFailed(String message) {
    super(message);
  }
}
