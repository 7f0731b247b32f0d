package platform.tkex.statefulsetplus.status;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.BatchStatus;
import platform.tkex.crds.statefulsetplus.RollbackMode;
import platform.tkex.crds.statefulsetplus.RollbackStage;
import platform.tkex.crds.statefulsetplus.RollbackStatus;
import platform.tkex.crds.statefulsetplus.SeenCommands;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;
import platform.tkex.statefulsetplus.model.Commands;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.statefulsetplus.release.Batch;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.Rollback;

/** Reads back from status what earlier passes have decided. */
public final class ReleaseReader {
  private ReleaseReader() {}

  /** The release as status tells it; {@link Release#NEW} when no pass has written one. */
  public static Release read(@Nullable StatefulSetPlusStatus status) {
    if (status == null || Wire.orEmpty(status.getUpdateRevision()).isEmpty()) {
      return Release.NEW;
    }
    BatchDeployStatus deploy =
        Objects.requireNonNullElseGet(status.getBatchDeployStatus(), BatchDeployStatus::new);
    String target = Wire.orEmpty(deploy.getTargetRevision());
    Rollback rollback = rollback(deploy);
    List<Batch> batches = batches(deploy.getBatches());
    Release.Action action =
        deploy.getAction() == null
            ? Release.Action.NEXT
            : Wire.same(deploy.getAction(), Release.Action.class);
    return new Release(
        phase(action, batches, rollback, deploy.getObstacle()),
        action,
        target.isEmpty() ? Wire.orEmpty(status.getUpdateRevision()) : target,
        Wire.orEmpty(status.getUpdateRevision()),
        Wire.orEmpty(status.getCurrentRevision()),
        Wire.orEmpty(status.getLastGoodRevision()),
        Wire.orEmpty(status.getFailedRevision()),
        Wire.orEmpty(deploy.getObstacle()),
        Ordinals.parse(Wire.orEmpty(deploy.getUpdatedBefore())),
        batches,
        Wire.instant(deploy.getBatchDeadlineTime()),
        Wire.instant(deploy.getClockStoppedSince()),
        Wire.orZero(deploy.getConfirmedBatch()),
        rollback,
        seen(deploy.getSeen()));
  }

  /** generalStatus is a view, which may tell of a refused template instead. */
  private static Release.Phase phase(
      Release.Action action,
      List<Batch> batches,
      @Nullable Rollback rollback,
      @Nullable String obstacle) {
    if (rollback != null) {
      return rollback.progress() == Rollback.Progress.SUCCEEDED
          ? Release.Phase.ROLLED_BACK
          : Release.Phase.ROLLING_BACK;
    }
    if (obstacle != null) {
      return Release.Phase.FAILED;
    }
    if (!batches.isEmpty() && batches.getLast().outcome() == Batch.Outcome.FAILED) {
      return Release.Phase.FAILED;
    }
    return action == Release.Action.COMPLETED ? Release.Phase.COMPLETED : Release.Phase.RELEASING;
  }

  private static List<Batch> batches(@Nullable List<BatchStatus> written) {
    List<Batch> batches = new ArrayList<>();
    for (BatchStatus batch : Objects.requireNonNullElse(written, List.<BatchStatus>of())) {
      Instant started = Wire.instant(batch.getStartTime());
      BatchOutcome outcome = batch.getOutcome();
      if (started != null && outcome != null && outcome != BatchOutcome.PENDING) {
        batches.add(
            new Batch(
                Wire.orZero(batch.getOrder()),
                Ordinals.parse(Wire.orEmpty(batch.getOrdinals())),
                Boolean.TRUE.equals(batch.getTakesRest()),
                Wire.same(outcome, Batch.Outcome.class),
                Wire.orZero(batch.getFailed()),
                started,
                Wire.instant(batch.getEndTime())));
      }
    }
    return List.copyOf(batches);
  }

  private static @Nullable Rollback rollback(BatchDeployStatus deploy) {
    RollbackStatus written = deploy.getRollback();
    RollbackStage stage = deploy.getCurrentRollbackProgress();
    if (written == null || written.getReason() == null || stage == null) {
      return null;
    }
    Instant started = Wire.instant(written.getStartTime());
    if (stage == RollbackStage.NONE || started == null) {
      return null;
    }
    return new Rollback(
        Wire.orEmpty(written.getTo()),
        Wire.same(written.getReason(), Rollback.Reason.class),
        written.getMode() == RollbackMode.IN_BATCHES,
        Wire.orZero(written.getOrder()),
        Ordinals.parse(Wire.orEmpty(written.getOrdinals())),
        started,
        Wire.instant(written.getDeadline()),
        Wire.same(stage, Rollback.Progress.class));
  }

  private static Commands seen(@Nullable SeenCommands seen) {
    return seen == null
        ? Commands.NONE
        : new Commands(
            Wire.orEmpty(seen.getConfirmBatch()),
            Wire.orEmpty(seen.getRollback()),
            "",
            Wire.orEmpty(seen.getRollbackBatch()),
            Wire.orEmpty(seen.getRetry()));
  }
}
