package platform.tkex.statefulsetplus.release;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.model.Commands;
import platform.tkex.statefulsetplus.model.Ordinals;

/**
 * What has been decided about the release of one workload: the part of status that is a memory, not
 * a view. It is written before anything acts upon it.
 *
 * @param target revision being released; empty before the first pass
 * @param specRevision revision of the template as last seen
 * @param current revision of the pods that no release has reached
 * @param lastGood newest revision whose release completed; empty before the first
 * @param obstacle why pods may not be brought to the target, which is why the release has failed
 *     before it touched any; empty for nothing
 * @param failed revision whose release failed; empty when a later one completed
 * @param before pods that came to the target by no batch of this release
 * @param batches started ones, by order
 * @param deadline of the current batch
 * @param clockStoppedSince since when the deadline clock stands still (paused, or no replicas)
 * @param confirmed highest batch that a person confirmed in this release
 * @param seen values of the annotations already acted upon
 */
public record Release(
    Phase phase,
    Action action,
    String target,
    String specRevision,
    String current,
    String lastGood,
    String failed,
    String obstacle,
    Ordinals before,
    List<Batch> batches,
    @Nullable Instant deadline,
    @Nullable Instant clockStoppedSince,
    int confirmed,
    @Nullable Rollback rollback,
    Commands seen) {

  /** Where the release stands; Paused and the waits are views of RELEASING. */
  public enum Phase {
    RELEASING,
    ROLLING_BACK,
    ROLLED_BACK,
    FAILED,
    COMPLETED
  }

  /** {@code status.batchDeployStatus.action}. */
  public enum Action {
    NEXT,
    WAIT_TO_CONFIRM,
    COMPLETED
  }

  /** A workload that no pass has seen yet. */
  public static final Release NEW =
      new Release(
          Phase.RELEASING,
          Action.NEXT,
          "",
          "",
          "",
          "",
          "",
          "",
          Ordinals.NONE,
          List.of(),
          null,
          null,
          0,
          null,
          Commands.NONE);

  public @Nullable Batch currentBatch() {
    return batches.isEmpty() ? null : batches.getLast();
  }

  public Optional<Batch> batch(int order) {
    return batches.stream().filter(batch -> batch.order() == order).findFirst();
  }

  /**
   * Where a pod belongs that the release has not reached: the last good revision, or the one that a
   * person has returned all pods to since.
   */
  public String base() {
    return current.isEmpty() ? lastGood : current;
  }

  /** The first rollout: the target is the only revision that ever was wanted. */
  public boolean first() {
    return lastGood.isEmpty() && current.equals(target);
  }

  /** It failed or went back: it goes no further, also when its plan is removed. */
  public boolean stopped() {
    return phase != Phase.RELEASING && phase != Phase.COMPLETED;
  }

  /** A started batch, not returned since, holds this ordinal, or it was there before. */
  public boolean reached(int ordinal) {
    if (before.contains(ordinal)) {
      return true;
    }
    for (Batch batch : batches) {
      if (batch.outcome() != Batch.Outcome.ROLLED_BACK && batch.ordinals().contains(ordinal)) {
        return true;
      }
    }
    return false;
  }
}
