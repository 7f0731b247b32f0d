package platform.tkex.statefulsetplus.model;

/** How one pod is brought to another revision. */
public sealed interface Way {
  Way RECREATE = new Recreate();
  Way IN_PLACE = new InPlace();
  Way LATER = new Later();
  Way LEAVE = new Leave();
  Way LEAVING = new Leaving();

  /** It is deleted, and created again under its name. */
  record Recreate() implements Way {}

  /** It lives on, and is changed. */
  record InPlace() implements Way {}

  /** It can be changed while it lives once it has left its Services: its gate is to be closed. */
  record Leave() implements Way {}

  /** It is leaving its Services: there is nothing to do but to wait. */
  record Leaving() implements Way {}

  /**
   * A change of it is taking effect that must not be disturbed: its turn comes when that is done.
   */
  record Later() implements Way {}

  /**
   * It may only be changed while it lives, and the templates say that it cannot be: the release
   * fails before it touches a pod.
   *
   * @param why the first field that stands in the way
   */
  record Barred(String why) implements Way {}

  /**
   * It may only be changed while it lives, and its node or the API server does not have it: it
   * stays as it is, and has failed when the deadline of its batch is over.
   */
  record Stuck(String why) implements Way {}
}
