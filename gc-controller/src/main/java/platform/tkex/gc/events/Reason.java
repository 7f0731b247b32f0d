package platform.tkex.gc.events;

import platform.tkex.common.events.EventReason;

/**
 * Every reason an Event of this controller can carry; explained for users in
 * docs/reference/gc-controller.md.
 */
public enum Reason implements EventReason {
  VERSIONS_DELETED(
      "VersionsDeleted", "Versions beyond those that are kept, which nothing refers to, are gone."),
  VERSIONS_WOULD_BE_DELETED(
      "VersionsWouldBeDeleted", "The same, had the controller been started without --dry-run."),
  VERSION_NOT_DELETED("VersionNotDeleted", "The API server refuses a deletion; it is tried again."),
  INVALID_KEEP_VERSIONS("InvalidKeepVersions", "The annotation does not count; the default does."),
  LEFTOVER_DELETED(
      "LeftoverDeleted", "Pods that pulled images for the workload, and had ended, are gone.");

  private final String reason;
  private final String meaning;

  Reason(String reason, String meaning) {
    this.reason = reason;
    this.meaning = meaning;
  }

  @Override
  public String reason() {
    return reason;
  }

  /** One sentence, as in the reference. */
  public String meaning() {
    return meaning;
  }
}
