package platform.tkex.simulation.cluster;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a pod's container on its node.
 *
 * @param start from the kubelet's first sight of the pod to the running container
 * @param ready from there to readiness; null: it never becomes ready
 * @param crashes ends soon after it started, again and again
 * @param stop from the order to end to the end, cut off by the grace period
 * @param flips after each of these, one after the other, readiness turns
 */
public record Life(
    Duration start,
    @Nullable Duration ready,
    boolean crashes,
    Duration stop,
    List<Duration> flips) {

  /** Starts, is ready and stops after so long each. */
  public static Life good(Duration start, Duration ready, Duration stop) {
    return new Life(start, ready, false, stop, List.of());
  }

  /** Runs and is never ready. */
  public static Life neverReady(Duration start, Duration stop) {
    return new Life(start, null, false, stop, List.of());
  }

  /** Crashes as often as it is started. */
  public static Life crashing(Duration start, Duration stop) {
    return new Life(start, null, true, stop, List.of());
  }

  /** Is ready after a while, and then not, and then again, for so long each. */
  public static Life flapping(Duration start, Duration ready, Duration stop, List<Duration> flips) {
    return new Life(start, ready, false, stop, List.copyOf(flips));
  }
}
