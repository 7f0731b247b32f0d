package platform.tkex.statefulsetplus.release;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Workload;

/** Takes the batches of a release on: start, issue, success or failure, wait, next. */
final class BatchProgress {
  private final Draft draft;
  private final Snapshot snapshot;
  private final Workload workload;
  private final BatchConfig config;

  private BatchProgress(Draft draft) {
    this.draft = draft;
    snapshot = draft.snapshot;
    workload = snapshot.workload();
    config = Objects.requireNonNull(workload.batches(), "only releases with a plan come here");
  }

  static void advance(Draft draft) {
    new BatchProgress(draft).advance();
  }

  private void advance() {
    followScaling();
    Batch batch = draft.batch();
    if (batch != null && batch.outcome() == Batch.Outcome.PROGRESSING) {
      batch = judge(batch);
    }
    if (batch == null || (batch.outcome() == Batch.Outcome.SUCCEEDED && mayPass(batch))) {
      if (batch == null || stillStands(batch)) {
        goOn(batch);
      } else if (!workload.paused()) {
        judgeAgain(batch);
      }
    }
  }

  /** Scaled-away members leave their batch; the last batch takes what scale-out has added. */
  private void followScaling() {
    draft.before = draft.before.within(workload.start(), workload.end()).plus(strangers());
    draft.batches.replaceAll(
        batch -> batch.withOrdinals(batch.ordinals().within(workload.start(), workload.end())));
    Batch batch = draft.batch();
    if (batch == null || !batch.takesRest() || workload.paused()) {
      return;
    }
    List<Integer> remaining = Remaining.of(snapshot, draft.freeze());
    if (!remaining.isEmpty()) {
      Ordinals added = Remaining.take(remaining, remaining.size());
      draft.replaceBatch(batch.withOrdinals(batch.ordinals().plus(added)).reopened());
      draft.restartDeadline();
    }
  }

  /** Decides whether a running batch is issued, has succeeded or has failed. */
  private Batch judge(Batch batch) {
    if (issued(batch)) {
      draft.action = Release.Action.WAIT_TO_CONFIRM;
    }
    int missing = missing(batch);
    if (missing == 0) {
      return succeed(batch, 0);
    }
    if (!draft.deadlinePassed(draft.deadline)) {
      return batch;
    }
    return tolerable(batch, missing) ? succeed(batch, missing) : fail(batch, missing);
  }

  private int missing(Batch batch) {
    return (int) batch.ordinals().ascending().filter(o -> !snapshot.done(o, draft.target)).count();
  }

  private boolean tolerable(Batch batch, int missing) {
    int size = batch.ordinals().size();
    return missing == 0 || (missing <= config.tolerated(size) && missing < size);
  }

  /** A confirmation never replaces readiness, and an interval is there to watch the pods. */
  private boolean stillStands(Batch batch) {
    return tolerable(batch, missing(batch));
  }

  /** Its pods broke after its success: it has the time of a batch to recover, or it fails. */
  private void judgeAgain(Batch batch) {
    draft.replaceBatch(batch.reopened());
    draft.restartDeadline();
    draft.warn(
        Reason.BATCH_BROKEN,
        "Batch %d had succeeded, but %d of its %d pods are not available; nothing goes on"
            .formatted(batch.order(), missing(batch), batch.ordinals().size()));
  }

  private boolean issued(Batch batch) {
    return batch
        .ordinals()
        .ascending()
        .mapToObj(snapshot::pod)
        .allMatch(pod -> pod == null || pod.terminating() || pod.at(draft.target));
  }

  private Batch succeed(Batch batch, int failedPods) {
    Batch ended = batch.ended(Batch.Outcome.SUCCEEDED, failedPods, draft.now());
    draft.replaceBatch(ended);
    draft.action = Release.Action.WAIT_TO_CONFIRM;
    String tolerated = failedPods == 0 ? "" : ", " + failedPods + " failed within the tolerance";
    draft.note(
        Reason.BATCH_SUCCEEDED,
        "Batch %d succeeded: %d pods%s"
            .formatted(batch.order(), batch.ordinals().size(), tolerated));
    if (!config.auto() && draft.confirmed < batch.order()) {
      draft.note(
          Reason.WAITING_FOR_CONFIRMATION,
          "Batch " + batch.order() + " waits for its confirmation by annotation");
    }
    return ended;
  }

  private Batch fail(Batch batch, int failedPods) {
    Batch ended = batch.ended(Batch.Outcome.FAILED, failedPods, draft.now());
    draft.replaceBatch(ended);
    draft.failed = draft.target;
    draft.warn(
        Reason.BATCH_FAILED,
        "Batch %d failed: %d of %d pods were not done by the deadline, %d tolerated%s"
            .formatted(
                batch.order(),
                failedPods,
                batch.ordinals().size(),
                config.tolerated(batch.ordinals().size()),
                Shortfall.of(snapshot, batch.ordinals())));
    String base = draft.freeze().base();
    switch (config.rollbackScope()) {
      case NONE -> stop("rollbackScope is None");
      case BATCH, ALL -> {
        if (draft.lastGood.isEmpty()) {
          stop("no revision was ever good, there is nothing to return to");
        } else if (!snapshot.revisions().contains(base)) {
          stop("somebody deleted revision " + base + ", there is nothing to return to");
        } else if (config.rollbackScope() == BatchConfig.RollbackScope.BATCH) {
          RollbackProgress.beginBatch(draft, ended, Rollback.Reason.BATCH);
        } else {
          RollbackProgress.begin(draft, base, Rollback.Reason.ALL, false);
        }
      }
    }
    return ended;
  }

  private void stop(String why) {
    draft.phase = Release.Phase.FAILED;
    draft.warn(
        Reason.RELEASE_FAILED, "The release of " + draft.target + " stopped and waits: " + why);
  }

  /** Confirmed, and the interval is over if another batch follows. */
  private boolean mayPass(Batch batch) {
    if (!config.auto() && draft.confirmed < batch.order()) {
      return false;
    }
    Instant ended = Objects.requireNonNull(batch.endTime(), "a batch that succeeded has ended");
    return Remaining.of(snapshot, draft.freeze()).isEmpty()
        || !draft.now().isBefore(ended.plus(config.interval()));
  }

  private void goOn(@Nullable Batch previous) {
    List<Integer> remaining = Remaining.of(snapshot, draft.freeze());
    Ordinals undone = undone();
    if (remaining.isEmpty() && (previous != null || undone.isEmpty())) {
      draft.complete();
    } else if (!workload.paused()) {
      start(previous, remaining.isEmpty() ? undone.descending() : remaining);
    }
  }

  private void start(@Nullable Batch previous, List<Integer> remaining) {
    int first = previous == null ? 1 : previous.order() + 1;
    BatchSizes.Planned next =
        BatchSizes.plan(config, first, workload.replicas(), remaining.size()).getFirst();
    Ordinals members = Remaining.take(remaining, next.size());
    boolean last = next.order() >= config.batchNum();
    draft.before = draft.before.minus(members);
    draft.batches.add(Batch.started(next.order(), members, last, draft.now()));
    draft.action = Release.Action.NEXT;
    draft.restartDeadline();
    draft.note(
        Reason.BATCH_STARTED,
        "Batch %d of %d started: %d pods (%s) to %s"
            .formatted(next.order(), config.batchNum(), members.size(), members, draft.target));
  }

  /** Pods at the target already that are not available; without a batch nobody would judge them. */
  private Ordinals undone() {
    return Ordinals.of(
        draft
            .before
            .ascending()
            .filter(ordinal -> !snapshot.done(ordinal, draft.target))
            .toArray());
  }

  /** Pods at the target that no batch has brought there, such as those of a plan given midway. */
  private Ordinals strangers() {
    Release release = draft.freeze();
    return Ordinals.of(
        workload
            .ordinals()
            .ascending()
            .filter(ordinal -> snapshot.livesAt(ordinal, draft.target))
            .filter(ordinal -> !Remaining.inStartedBatch(release, ordinal))
            .toArray());
  }
}
