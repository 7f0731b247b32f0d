package platform.tkex.statefulsetplus.release;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.model.Ordinals;

/**
 * A rollback that runs or has ended; the newest one of a release.
 *
 * @param to revision the pods return to
 * @param order group of an in-batches rollback that runs, from 1; for a rolled back batch its order
 * @param ordinals pods that this rollback has set out to return so far
 * @param deadline when it counts as failed; it goes on all the same
 */
public record Rollback(
    String to,
    Reason reason,
    boolean inBatches,
    int order,
    Ordinals ordinals,
    Instant startTime,
    @Nullable Instant deadline,
    Progress progress) {

  /** What set it off. */
  public enum Reason {
    /** A failed batch, scope Batch. */
    BATCH,
    /** A failed batch, scope All. */
    ALL,
    /** The rollback annotation. */
    ANNOTATION,
    /** The rollback-batch annotation. */
    ANNOTATION_BATCH,
    /** The last good template was applied again. */
    TEMPLATE
  }

  /** How it stands. */
  public enum Progress {
    PROGRESSING,
    SUCCEEDED,
    FAILED
  }

  /** Only the pods of one batch return; all others stay as they are. */
  public boolean ofOneBatch() {
    return reason == Reason.BATCH || reason == Reason.ANNOTATION_BATCH;
  }

  Rollback withGroup(int group, Ordinals issued, @Nullable Instant newDeadline) {
    return new Rollback(to, reason, inBatches, group, issued, startTime, newDeadline, progress);
  }

  Rollback withProgress(Progress now) {
    return new Rollback(to, reason, inBatches, order, ordinals, startTime, deadline, now);
  }

  Rollback withDeadline(@Nullable Instant moved) {
    return new Rollback(to, reason, inBatches, order, ordinals, startTime, moved, progress);
  }
}
