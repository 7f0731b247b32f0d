package platform.tkex.testkit;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;

/**
 * One step in the life of a pod, as the API server told it.
 *
 * @param at when it was received
 * @param kind what happened
 * @param pod the whole pod after the step; for a deletion, as it was last
 */
public record PodEvent(Instant at, Kind kind, Pod pod) {

  /** What a watch tells. */
  public enum Kind {
    ADDED,
    MODIFIED,
    DELETED
  }

  public int ordinal() {
    return Pods.ordinal(pod);
  }

  public String uid() {
    return Pods.uid(pod);
  }

  /** The pod as far as it serves: a deleted one does not. */
  boolean isAvailable(int minReadySeconds, Instant now) {
    return kind != Kind.DELETED && Pods.isAvailable(pod, minReadySeconds, now);
  }

  @Override
  public String toString() {
    return "%s %s %s uid=%s revision=%s %s ready=%s terminating=%s"
        .formatted(
            at,
            kind,
            pod.getMetadata().getName(),
            uid().substring(0, 8),
            Pods.revision(pod),
            pod.getStatus() == null ? "" : pod.getStatus().getPhase(),
            Pods.isReady(pod),
            Pods.isTerminating(pod));
  }
}
