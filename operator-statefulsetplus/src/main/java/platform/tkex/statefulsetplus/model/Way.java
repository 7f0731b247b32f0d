package platform.tkex.statefulsetplus.model;

/** How one pod is brought to another revision. */
public sealed interface Way {
  /** It is deleted, and created again under its name. */
  record Recreate() implements Way {}

  /** It lives on, and is changed. */
  record InPlace() implements Way {}

  /**
   * It may only be changed while it lives, and cannot be.
   *
   * @param why the first field that stands in the way
   */
  record Barred(String why) implements Way {}
}
