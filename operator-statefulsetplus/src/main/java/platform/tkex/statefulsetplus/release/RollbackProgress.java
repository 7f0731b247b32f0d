package platform.tkex.statefulsetplus.release;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Workload;

/** Begins rollbacks and takes them on until every pod to be returned is back and available. */
final class RollbackProgress {
  /** As batchTimeoutSeconds when there is no plan that says otherwise. */
  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

  private RollbackProgress() {}

  /** Returns all pods to {@code to}; in the sizes of the plan if asked for and if there is one. */
  static void begin(Draft draft, String to, Rollback.Reason reason, boolean inBatches) {
    Workload workload = draft.snapshot.workload();
    boolean grouped = inBatches && workload.releasesInBatches();
    draft.batches.replaceAll(batch -> returned(batch, draft.now()));
    draft.before = Ordinals.NONE;
    List<Integer> strays = strays(draft.snapshot, to, Ordinals.NONE);
    Ordinals group = grouped ? group(workload, 1, strays) : Remaining.take(strays, strays.size());
    start(draft, new Rollback(to, reason, grouped, 1, group, draft.now(), null, running()));
    draft.note(
        Reason.ROLLBACK_STARTED,
        "Returning %d pods to %s%s (%s)"
            .formatted(strays.size(), to, grouped ? " in batches" : "", cause(reason)));
  }

  /** Returns the pods of one batch to the last good revision; the others stay as they are. */
  static void beginBatch(Draft draft, Batch batch, Rollback.Reason reason) {
    draft.replaceBatch(returned(batch, draft.now()));
    String to = draft.freeze().base();
    start(
        draft,
        new Rollback(
            to, reason, false, batch.order(), batch.ordinals(), draft.now(), null, running()));
    draft.note(
        Reason.ROLLBACK_STARTED,
        "Returning batch %d (%s) to %s (%s)"
            .formatted(batch.order(), batch.ordinals(), to, cause(reason)));
  }

  private static Rollback.Progress running() {
    return Rollback.Progress.PROGRESSING;
  }

  private static void start(Draft draft, Rollback rollback) {
    draft.phase = Release.Phase.ROLLING_BACK;
    draft.obstacle = "";
    draft.deadline = null;
    draft.clockStoppedSince = null;
    draft.rollback = rollback.withDeadline(deadline(draft));
  }

  private static Batch returned(Batch batch, Instant now) {
    Instant ended = batch.endTime() == null ? now : batch.endTime();
    return batch.ended(Batch.Outcome.ROLLED_BACK, batch.failed(), ended);
  }

  static void advance(Draft draft) {
    Rollback rollback = Objects.requireNonNull(draft.rollback, "phase ROLLING_BACK has one");
    Snapshot snapshot = draft.snapshot;
    Workload workload = snapshot.workload();
    Ordinals group = rollback.ordinals().within(workload.start(), workload.end());
    if (!snapshot.allDone(group, rollback.to())) {
      draft.rollback = late(draft, rollback);
      return;
    }
    if (rollback.ofOneBatch()) {
      finish(draft, rollback);
      return;
    }
    List<Integer> strays = strays(snapshot, rollback.to(), group);
    if (strays.isEmpty()) {
      draft.current = rollback.to();
      finish(draft, rollback);
    } else if (rollback.inBatches() && workload.releasesInBatches()) {
      Ordinals next = group(workload, rollback.order() + 1, strays);
      draft.rollback = rollback.withGroup(rollback.order() + 1, group.plus(next), deadline(draft));
    } else {
      Ordinals rest = Remaining.take(strays, strays.size());
      draft.rollback = rollback.withGroup(rollback.order(), group.plus(rest), rollback.deadline());
    }
  }

  /** Pods in range that are not yet there, highest ordinal first, but for those already issued. */
  private static List<Integer> strays(Snapshot snapshot, String to, Ordinals issued) {
    List<Integer> strays = new ArrayList<>();
    Workload workload = snapshot.workload();
    for (int ordinal = workload.end() - 1; ordinal >= workload.start(); ordinal--) {
      if (!issued.contains(ordinal) && !snapshot.livesAt(ordinal, to)) {
        strays.add(ordinal);
      }
    }
    return strays;
  }

  private static Ordinals group(Workload workload, int order, List<Integer> strays) {
    if (strays.isEmpty()) {
      return Ordinals.NONE;
    }
    BatchConfig config = Objects.requireNonNull(workload.batches(), "groups come from the plan");
    return Remaining.take(
        strays,
        BatchSizes.plan(config, order, workload.replicas(), strays.size()).getFirst().size());
  }

  private static Instant deadline(Draft draft) {
    BatchConfig config = draft.snapshot.workload().batches();
    return draft.now().plus(config == null ? DEFAULT_TIMEOUT : config.timeout());
  }

  private static Rollback late(Draft draft, Rollback rollback) {
    if (rollback.progress() != Rollback.Progress.PROGRESSING
        || !draft.deadlinePassed(rollback.deadline())) {
      return rollback;
    }
    draft.warn(
        Reason.ROLLBACK_FAILED,
        "Pods returned to " + rollback.to() + " are not available in time; the rollback goes on");
    return rollback.withProgress(Rollback.Progress.FAILED);
  }

  private static void finish(Draft draft, Rollback rollback) {
    draft.phase = Release.Phase.ROLLED_BACK;
    draft.rollback = rollback.withProgress(Rollback.Progress.SUCCEEDED);
    draft.note(
        Reason.ROLLBACK_SUCCEEDED,
        rollback.ofOneBatch()
            ? "Batch %d is back at %s; the release stops there"
                .formatted(rollback.order(), rollback.to())
            : "All pods are back at " + rollback.to());
  }

  private static String cause(Rollback.Reason reason) {
    return switch (reason) {
      case BATCH, ALL -> "the batch failed";
      case ANNOTATION, ANNOTATION_BATCH -> "commanded by annotation";
      case TEMPLATE -> "its template was applied again";
    };
  }
}
