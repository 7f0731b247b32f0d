package platform.tkex.simulation.check;

/** Something happened that must never happen. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String rule;

  /**
   * @param rule one of a fixed set of names
   * @param what happened, for people
   */
  public Violation(String rule, String what) {
    super(rule + ": " + what, null, false, false);
    this.rule = rule;
  }

  /** What was broken. */
  public String rule() {
    return rule;
  }
}
