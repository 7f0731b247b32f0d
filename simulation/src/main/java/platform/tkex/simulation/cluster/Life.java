package platform.tkex.simulation.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a pod's container on its node.
 *
 * @param start from the kubelet's first sight of the pod to the running container
 * @param ready from there to readiness; null: it never becomes ready
 * @param crashes ends soon after it started, again and again
 * @param stop from the order to end to the end, cut off by the grace period
 */
public record Life(Duration start, @Nullable Duration ready, boolean crashes, Duration stop) {

  /** Starts, is ready and stops after so long each. */
  public static Life good(Duration start, Duration ready, Duration stop) {
    return new Life(start, ready, false, stop);
  }

  /** Runs and is never ready. */
  public static Life neverReady(Duration start, Duration stop) {
    return new Life(start, null, false, stop);
  }

  /** Crashes as often as it is started. */
  public static Life crashing(Duration start, Duration stop) {
    return new Life(start, null, true, stop);
  }
}
