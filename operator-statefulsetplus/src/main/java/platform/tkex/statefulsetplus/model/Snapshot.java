package platform.tkex.statefulsetplus.model;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything a pass needs, read once from the caches.
 *
 * @param pods by ordinal, those of this workload only, also the ones out of range
 * @param inDoubt by UID, pods whose deletion has an unknown outcome, and until when they may go
 * @param claims by name
 * @param updateRevision the revision of the spec's template
 * @param revisions names of all revisions that are kept
 * @param ways how pods are brought to another revision
 * @param commands the annotations that act once
 * @param objection why no pod of the spec's template can be made; null when nothing is known
 * @param now the pass's only clock reading
 */
public record Snapshot(
    Workload workload,
    NavigableMap<Integer, PodState> pods,
    Map<String, Instant> inDoubt,
    Map<String, ClaimState> claims,
    String updateRevision,
    Set<String> revisions,
    Ways ways,
    Commands commands,
    @Nullable Objection objection,
    Instant now) {

  public @Nullable PodState pod(int ordinal) {
    return pods.get(ordinal);
  }

  public boolean available(@Nullable PodState pod) {
    return pod != null && pod.available(now, workload.minReady());
  }

  /** Available, and certain to be so until we delete it. */
  public boolean certain(@Nullable PodState pod) {
    return pod != null && available(pod) && !inDoubt.containsKey(pod.uid());
  }

  /** At the revision and available: nothing is left to do for this ordinal. */
  public boolean done(int ordinal, String revision) {
    PodState pod = pods.get(ordinal);
    return pod != null && pod.at(revision) && available(pod);
  }

  /** There is a pod, it stays, and it is of this revision. */
  public boolean livesAt(int ordinal, String revision) {
    PodState pod = pods.get(ordinal);
    return pod != null && !pod.terminating() && pod.at(revision);
  }

  /** It is of this revision, and not on its way there. */
  public boolean updated(int ordinal, String revision) {
    PodState pod = pods.get(ordinal);
    return pod != null && !pod.terminating() && pod.settled() && pod.at(revision);
  }

  public boolean allDone(Ordinals ordinals, String revision) {
    return ordinals.ascending().allMatch(ordinal -> done(ordinal, revision));
  }
}
