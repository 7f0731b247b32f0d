package platform.tkex.statefulsetplus.status;

import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.release.Release;

/**
 * Counts of pods as apps/v1 counts them: terminating pods exist and may be ready, but are of no
 * revision.
 */
record Counters(
    int replicas, int ready, int available, int current, int updated, int updatedReady) {

  static Counters of(Snapshot snapshot, Release release) {
    int ready = 0;
    int available = 0;
    int current = 0;
    int updated = 0;
    int updatedReady = 0;
    for (PodState pod : snapshot.pods().values()) {
      boolean isUpdated = !pod.terminating() && pod.settled() && pod.at(release.specRevision());
      ready += pod.ready() ? 1 : 0;
      available += snapshot.available(pod) ? 1 : 0;
      current += !pod.terminating() && pod.at(release.current()) ? 1 : 0;
      updated += isUpdated ? 1 : 0;
      updatedReady += isUpdated && pod.ready() ? 1 : 0;
    }
    return new Counters(snapshot.pods().size(), ready, available, current, updated, updatedReady);
  }
}
