package platform.tkex.statefulsetplus.model;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the planner needs of one pod.
 *
 * @param uid of this very object; every delete names it
 * @param resourceVersion of it as it was seen
 * @param revision the pod's {@code controller-revision-hash}; empty when it has none
 * @param terminating it has a deletionTimestamp, or we have sent its deletion and not seen it yet
 * @param readySince since when it is running and ready; null when it is not
 * @param identityOk name label and claims are those of its ordinal
 */
public record PodState(
    String name,
    int ordinal,
    String uid,
    String resourceVersion,
    String revision,
    Phase phase,
    boolean terminating,
    @Nullable Instant readySince,
    boolean identityOk) {

  /** Pod phases that make a difference; a pod just created counts as pending. */
  public enum Phase {
    PENDING,
    RUNNING,
    /** Failed or Succeeded: it will never run again and must be replaced. */
    TERMINAL
  }

  public boolean ready() {
    return readySince != null;
  }

  /**
   * Ready for {@code minReady} and not on its way out. The node's clock says since when, so it is
   * only asked where time matters: behind it, ours would call no pod available.
   */
  public boolean available(Instant now, Duration minReady) {
    return readySince != null
        && !terminating
        && (minReady.isZero() || !now.isBefore(readySince.plus(minReady)));
  }

  public boolean at(String wanted) {
    return revision.equals(wanted);
  }
}
