package platform.tkex.statefulsetplus.model;

/** What is to be done in a pod whose two containers take turns, without another revision. */
public enum SwitchStep {
  /** The new version waits and has settled: the serving container steps aside. */
  SWITCH,
  /** The new version serves and has proved itself: the old one goes. */
  FINISH,
  /** The new version fails: it goes, and the old one serves on or again. */
  UNLOAD,
  /** The new version fails, and the old one has gone: it comes back. */
  REVIVE,
  /** Somebody else changed an image of the two: it becomes what it was. */
  RESTORE;

  /** Something has gone wrong in the pod. */
  public boolean repairs() {
    return this == UNLOAD || this == REVIVE || this == RESTORE;
  }

  /** It goes on; the others repair or tidy up, and may be done whatever becomes of the release. */
  public boolean advances() {
    return this == SWITCH;
  }
}
