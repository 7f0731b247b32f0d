package platform.tkex.common.events;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** Tells people what a controller did to an object and why. */
@FunctionalInterface
public interface EventRecorder {

  /**
   * Returns at once and never throws; an Event may be dropped.
   *
   * @param regarding needs kind, apiVersion, name and UID; is not kept
   * @param action what was done or tried, in one CamelCase word
   * @param note for people; cut after 1,024 bytes. Equal notes are counted as one Event, so leave
   *     out what differs each time
   */
  void record(
      HasMetadata regarding, EventType type, EventReason reason, String action, String note);

  /** Drops everything. */
  static EventRecorder none() {
    return (_, _, _, _, _) -> {};
  }
}
