package platform.tkex.statefulsetplus.status;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.BatchStatus;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.OrderProgress;
import platform.tkex.crds.statefulsetplus.ReadableColumns;
import platform.tkex.crds.statefulsetplus.ReleaseAction;
import platform.tkex.crds.statefulsetplus.RollbackMode;
import platform.tkex.crds.statefulsetplus.RollbackReason;
import platform.tkex.crds.statefulsetplus.RollbackStage;
import platform.tkex.crds.statefulsetplus.RollbackStatus;
import platform.tkex.crds.statefulsetplus.SeenCommands;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Commands;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Workload;
import platform.tkex.statefulsetplus.release.Batch;
import platform.tkex.statefulsetplus.release.BatchSizes;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.Remaining;
import platform.tkex.statefulsetplus.release.Rollback;

/**
 * Builds the whole status from what is seen and what is decided; equal inputs give equal status.
 */
public final class StatusFactory {
  private final Snapshot snapshot;
  private final Release release;
  private final String obstacle;
  private final Workload workload;

  private StatusFactory(Snapshot snapshot, Release release, String obstacle) {
    this.snapshot = snapshot;
    this.release = release;
    this.obstacle = obstacle;
    workload = snapshot.workload();
  }

  /**
   * The status to be written.
   *
   * @param generation of the spec that the snapshot was made of
   * @param selector of the pods, as text
   * @param before the status as it stands; times of unchanged conditions are taken from it
   * @param obstacle what the API server refused in the last pass; empty for nothing
   */
  public static StatefulSetPlusStatus build(
      Snapshot snapshot,
      Release release,
      long generation,
      String selector,
      @Nullable StatefulSetPlusStatus before,
      String obstacle) {
    return new StatusFactory(snapshot, release, obstacle).build(generation, selector, before);
  }

  private StatefulSetPlusStatus build(
      long generation, String selector, @Nullable StatefulSetPlusStatus before) {
    Counters counters = Counters.of(snapshot, release);
    GeneralStatus general = GeneralStatuses.of(snapshot, release);
    String message = GeneralStatuses.message(general, snapshot, release);
    List<BatchStatus> batches = batches();
    StatefulSetPlusStatus status = new StatefulSetPlusStatus();
    status.setReplicas(counters.replicas());
    status.setReadyReplicas(counters.ready());
    status.setAvailableReplicas(counters.available());
    status.setCurrentReplicas(counters.current());
    status.setUpdatedReplicas(counters.updated());
    status.setUpdatedReadyReplicas(counters.updatedReady());
    status.setCurrentRevision(release.current());
    status.setUpdateRevision(release.specRevision());
    status.setLastGoodRevision(release.lastGood());
    status.setFailedRevision(release.failed());
    status.setCollisionCount(before == null ? 0 : Wire.orZero(before.getCollisionCount()));
    status.setLabelSelector(selector);
    status.setObservedGeneration(generation);
    status.setConditions(
        new Conditions(
                snapshot,
                release,
                generation,
                before == null ? null : before.getConditions(),
                obstacle)
            .build(general, message, counters.available()));
    status.setColumns(columns(counters, batches));
    status.setBatchDeployStatus(deploy(general, message, batches));
    return status;
  }

  private ReadableColumns columns(Counters counters, List<BatchStatus> batches) {
    ReadableColumns columns = new ReadableColumns();
    columns.setReady(counters.ready() + "/" + workload.replicas());
    columns.setUpdated(counters.updated() + "/" + workload.replicas());
    Batch current = release.currentBatch();
    columns.setBatch(
        batches.isEmpty() ? "-" : (current == null ? 0 : current.order()) + "/" + last(batches));
    return columns;
  }

  /** Number of batches; a release that was stopped lists only those that it came to. */
  private int last(List<BatchStatus> batches) {
    int listed = Wire.orZero(batches.getLast().getOrder());
    BatchConfig config = workload.batches();
    boolean whole =
        release.phase() == Release.Phase.RELEASING || release.phase() == Release.Phase.COMPLETED;
    if (whole || config == null || workload.replicas() == 0) {
      return listed;
    }
    int replicas = workload.replicas();
    return Math.max(listed, BatchSizes.plan(config, 1, replicas, replicas).getLast().order());
  }

  private BatchDeployStatus deploy(
      GeneralStatus general, String message, List<BatchStatus> batches) {
    BatchDeployStatus deploy = new BatchDeployStatus();
    deploy.setAction(Wire.same(release.action(), ReleaseAction.class));
    deploy.setGeneralStatus(general);
    deploy.setMessage(message);
    deploy.setTargetRevision(release.target());
    deploy.setBatches(batches);
    deploy.setBatchDeadlineTime(Wire.text(release.deadline()));
    deploy.setClockStoppedSince(Wire.text(release.clockStoppedSince()));
    deploy.setConfirmedBatch(release.confirmed() == 0 ? null : release.confirmed());
    deploy.setObstacle(Wire.orNull(release.obstacle()));
    deploy.setUpdatedBefore(Wire.orNull(release.before().toString()));
    deploy.setCurrentDeployComplete(
        release.phase() == Release.Phase.COMPLETED && snapshot.objection() == null);
    deploy.setSeen(seen(release.seen()));
    current(deploy);
    Rollback rollback = release.rollback();
    deploy.setCurrentRollbackProgress(
        rollback == null
            ? RollbackStage.NONE
            : Wire.same(rollback.progress(), RollbackStage.class));
    deploy.setRollback(rollback == null ? null : rollback(rollback));
    return deploy;
  }

  private void current(BatchDeployStatus deploy) {
    Batch batch = release.currentBatch();
    if (batch == null) {
      return;
    }
    Ordinals members = batch.ordinals();
    deploy.setBatchOrder(batch.order());
    deploy.setBatchOrdinal(members.lowest());
    deploy.setBatchReplicas(members.size());
    int done = (int) members.ascending().filter(o -> snapshot.done(o, release.target())).count();
    deploy.setCurrentOrderSuccessPer(members.isEmpty() ? 100 : 100 * done / members.size());
    deploy.setCurrentOrderProgress(
        switch (batch.outcome()) {
          case PROGRESSING -> OrderProgress.PROGRESSING;
          case SUCCEEDED -> OrderProgress.SUCCEEDED;
          case FAILED, ROLLED_BACK -> OrderProgress.FAILED;
        });
  }

  /** The started batches as they stand, then the plan of those that wait. */
  private List<BatchStatus> batches() {
    List<BatchStatus> statuses = new ArrayList<>();
    for (Batch batch : release.batches()) {
      BatchStatus status =
          batch(batch.order(), batch.ordinals(), Wire.same(batch.outcome(), BatchOutcome.class));
      status.setFailed(batch.failed());
      status.setStartTime(Wire.text(batch.startTime()));
      status.setEndTime(Wire.text(batch.endTime()));
      status.setTakesRest(batch.takesRest() ? true : null);
      statuses.add(status);
    }
    BatchConfig config = workload.batches();
    boolean goesOn = release.phase() == Release.Phase.RELEASING && !release.first();
    if (config == null || !workload.releasesInBatches() || !goesOn) {
      return statuses;
    }
    List<Integer> remaining = Remaining.of(snapshot, release);
    int next = statuses.isEmpty() ? 1 : release.batches().getLast().order() + 1;
    int from = 0;
    for (BatchSizes.Planned planned :
        BatchSizes.plan(config, next, workload.replicas(), remaining.size())) {
      int[] members =
          remaining.subList(from, from + planned.size()).stream()
              .mapToInt(Integer::intValue)
              .toArray();
      statuses.add(batch(planned.order(), Ordinals.of(members), BatchOutcome.PENDING));
      from += planned.size();
    }
    return statuses;
  }

  private BatchStatus batch(int order, Ordinals members, BatchOutcome outcome) {
    BatchStatus status = new BatchStatus();
    status.setOrder(order);
    status.setOrdinal(members.lowest());
    status.setReplicas(members.size());
    status.setOrdinals(members.toString());
    status.setOutcome(outcome);
    String target = release.target();
    status.setUpdated((int) members.ascending().filter(o -> snapshot.updated(o, target)).count());
    status.setReady((int) members.ascending().filter(o -> snapshot.done(o, target)).count());
    status.setFailed(0);
    return status;
  }

  private static RollbackStatus rollback(Rollback rollback) {
    RollbackStatus status = new RollbackStatus();
    status.setTo(rollback.to());
    status.setReason(Wire.same(rollback.reason(), RollbackReason.class));
    status.setMode(rollback.inBatches() ? RollbackMode.IN_BATCHES : RollbackMode.ALL_AT_ONCE);
    status.setOrder(rollback.order());
    status.setOrdinals(rollback.ordinals().toString());
    status.setStartTime(Wire.text(rollback.startTime()));
    status.setDeadline(Wire.text(rollback.deadline()));
    return status;
  }

  private static SeenCommands seen(Commands commands) {
    SeenCommands seen = new SeenCommands();
    seen.setConfirmBatch(Wire.orNull(commands.confirmBatch()));
    seen.setRollback(Wire.orNull(commands.rollback()));
    seen.setRollbackBatch(Wire.orNull(commands.rollbackBatch()));
    seen.setRetry(Wire.orNull(commands.retry()));
    return seen;
  }
}
