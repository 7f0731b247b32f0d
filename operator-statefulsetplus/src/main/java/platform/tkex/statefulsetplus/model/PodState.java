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
 * @param change what became of its last change in place
 * @param settles then time alone will tell more of its change; null when only events can
 * @param switching of a pod whose two containers take turns; null for any other
 * @param gate its readiness gate; null when it was made without one
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
    boolean identityOk,
    Change change,
    @Nullable Instant settles,
    @Nullable Switching switching,
    @Nullable Gate gate) {

  /** A pod that was never changed in place. */
  public PodState(
      String name,
      int ordinal,
      String uid,
      String resourceVersion,
      String revision,
      Phase phase,
      boolean terminating,
      @Nullable Instant readySince,
      boolean identityOk) {
    this(
        name,
        ordinal,
        uid,
        resourceVersion,
        revision,
        phase,
        terminating,
        readySince,
        identityOk,
        Change.DONE,
        null,
        null,
        null);
  }

  /** What became of the last change in place. */
  public enum Change {
    /** It has taken effect, or there was none. */
    DONE,
    UNDER_WAY,
    /** The node can never hold what the pod asks for now. */
    IMPOSSIBLE
  }

  /** Pod phases that make a difference; a pod just created counts as pending. */
  public enum Phase {
    PENDING,
    RUNNING,
    /** Failed or Succeeded: it will never run again and must be replaced. */
    TERMINAL
  }

  /** As it will be seen after a change that was sent to it. */
  public PodState sentTo(String newRevision) {
    return new PodState(
        name,
        ordinal,
        uid,
        resourceVersion,
        newRevision,
        phase,
        terminating,
        readySince,
        identityOk,
        Change.UNDER_WAY,
        null,
        switching == null ? null : Switching.SENT,
        gate == null ? null : Gate.SENT);
  }

  /** The same with another gate. */
  public PodState withGate(@Nullable Gate other) {
    return new PodState(
        name,
        ordinal,
        uid,
        resourceVersion,
        revision,
        phase,
        terminating,
        readySince,
        identityOk,
        change,
        settles,
        switching,
        other);
  }

  public boolean ready() {
    return readySince != null;
  }

  /** It is what its revision says. */
  public boolean settled() {
    return change == Change.DONE;
  }

  /** It is out of its Services, to be changed soon. */
  public boolean isLeaving() {
    return settled() && gate != null && gate.isClosed() && !at(gate.target());
  }

  /**
   * Ready for {@code minReady}, not on its way out, and not in the middle of a change. The node's
   * clock says since when, so it is only asked where time matters: behind it, ours would call no
   * pod available.
   */
  public boolean available(Instant now, Duration minReady) {
    return readySince != null
        && !terminating
        && settled()
        && (gate == null || gate.isOpen())
        && (minReady.isZero() || !now.isBefore(readySince.plus(minReady)));
  }

  public boolean at(String wanted) {
    return revision.equals(wanted);
  }
}
