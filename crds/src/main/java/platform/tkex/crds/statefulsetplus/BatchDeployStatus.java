package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code status.batchDeployStatus}: the release in progress or the last one. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BatchDeployStatus {
  @JsonPropertyDescription(
      "Next: the pods of the batch are being issued; it never goes back within a "
          + "batch. WaitToConfirm: all are issued, it waits until the success of the batch "
          + "is confirmed, by readiness and with batchAuto false then by a person. "
          + "Completed: all batches are confirmed.")
  private @Nullable ReleaseAction action;

  @JsonPropertyDescription("Current batch, from 1.")
  private @Nullable Integer batchOrder;

  @JsonPropertyDescription("Lowest ordinal of the current batch.")
  private @Nullable Integer batchOrdinal;

  @JsonPropertyDescription("Number of pods of the current batch.")
  private @Nullable Integer batchReplicas;

  @JsonPropertyDescription(
      "Start of the batch plus batchTimeoutSeconds, moved on by the time spent "
          + "paused. Past it, pods that are not updated and available have failed.")
  private @Nullable String batchDeadlineTime;

  @JsonPropertyDescription(
      "Percentage of the pods of the current batch that are updated and available.")
  @Min(0)
  @Max(100)
  private @Nullable Integer currentOrderSuccessPer;

  @JsonPropertyDescription("How the current batch stands.")
  private @Nullable OrderProgress currentOrderProgress;

  @JsonPropertyDescription("The whole release is complete.")
  private @Nullable Boolean currentDeployComplete;

  @JsonPropertyDescription("How the rollback stands; empty when there is none.")
  private @Nullable RollbackStage currentRollbackProgress;

  @JsonPropertyDescription("How the release stands as a whole; what pipelines wait for.")
  private @Nullable GeneralStatus generalStatus;

  @JsonPropertyDescription("Plan and outcome of every batch.")
  @Size(max = 100)
  private @Nullable List<BatchStatus> batches;

  @JsonPropertyDescription("Revision that is being released.")
  private @Nullable String targetRevision;

  @JsonPropertyDescription("One sentence for people.")
  private @Nullable String message;

  @JsonPropertyDescription("Highest batch of this release that a person has confirmed.")
  private @Nullable Integer confirmedBatch;

  @JsonPropertyDescription(
      "Since when the clock of the deadline stands still; absent while it runs.")
  private @Nullable String clockStoppedSince;

  @JsonPropertyDescription(
      "Why no pod may be brought to the target, with podUpdatePolicy InPlaceOnly; the release has "
          + "failed then. Kept by the controller for itself.")
  private @Nullable String obstacle;

  @JsonPropertyDescription(
      "Pods that were at the target revision before the first batch started, as "
          + "ranges of ordinals.")
  private @Nullable String updatedBefore;

  @JsonPropertyDescription("The rollback that runs or has ended.")
  private @Nullable RollbackStatus rollback;

  @JsonPropertyDescription(
      "Annotation values that were already acted upon, so that each acts once.")
  private @Nullable SeenCommands seen;

  public @Nullable ReleaseAction getAction() {
    return action;
  }

  public void setAction(@Nullable ReleaseAction action) {
    this.action = action;
  }

  public @Nullable Integer getBatchOrder() {
    return batchOrder;
  }

  public void setBatchOrder(@Nullable Integer batchOrder) {
    this.batchOrder = batchOrder;
  }

  public @Nullable Integer getBatchOrdinal() {
    return batchOrdinal;
  }

  public void setBatchOrdinal(@Nullable Integer batchOrdinal) {
    this.batchOrdinal = batchOrdinal;
  }

  public @Nullable Integer getBatchReplicas() {
    return batchReplicas;
  }

  public void setBatchReplicas(@Nullable Integer batchReplicas) {
    this.batchReplicas = batchReplicas;
  }

  public @Nullable String getBatchDeadlineTime() {
    return batchDeadlineTime;
  }

  public void setBatchDeadlineTime(@Nullable String batchDeadlineTime) {
    this.batchDeadlineTime = batchDeadlineTime;
  }

  public @Nullable Integer getCurrentOrderSuccessPer() {
    return currentOrderSuccessPer;
  }

  public void setCurrentOrderSuccessPer(@Nullable Integer currentOrderSuccessPer) {
    this.currentOrderSuccessPer = currentOrderSuccessPer;
  }

  public @Nullable OrderProgress getCurrentOrderProgress() {
    return currentOrderProgress;
  }

  public void setCurrentOrderProgress(@Nullable OrderProgress currentOrderProgress) {
    this.currentOrderProgress = currentOrderProgress;
  }

  public @Nullable Boolean getCurrentDeployComplete() {
    return currentDeployComplete;
  }

  public void setCurrentDeployComplete(@Nullable Boolean currentDeployComplete) {
    this.currentDeployComplete = currentDeployComplete;
  }

  public @Nullable RollbackStage getCurrentRollbackProgress() {
    return currentRollbackProgress;
  }

  public void setCurrentRollbackProgress(@Nullable RollbackStage currentRollbackProgress) {
    this.currentRollbackProgress = currentRollbackProgress;
  }

  public @Nullable GeneralStatus getGeneralStatus() {
    return generalStatus;
  }

  public void setGeneralStatus(@Nullable GeneralStatus generalStatus) {
    this.generalStatus = generalStatus;
  }

  public @Nullable List<BatchStatus> getBatches() {
    return batches;
  }

  public void setBatches(@Nullable List<BatchStatus> batches) {
    this.batches = batches;
  }

  public @Nullable String getTargetRevision() {
    return targetRevision;
  }

  public void setTargetRevision(@Nullable String targetRevision) {
    this.targetRevision = targetRevision;
  }

  public @Nullable String getMessage() {
    return message;
  }

  public void setMessage(@Nullable String message) {
    this.message = message;
  }

  public @Nullable Integer getConfirmedBatch() {
    return confirmedBatch;
  }

  public void setConfirmedBatch(@Nullable Integer confirmedBatch) {
    this.confirmedBatch = confirmedBatch;
  }

  public @Nullable String getClockStoppedSince() {
    return clockStoppedSince;
  }

  public void setClockStoppedSince(@Nullable String clockStoppedSince) {
    this.clockStoppedSince = clockStoppedSince;
  }

  public @Nullable String getObstacle() {
    return obstacle;
  }

  public void setObstacle(@Nullable String obstacle) {
    this.obstacle = obstacle;
  }

  public @Nullable String getUpdatedBefore() {
    return updatedBefore;
  }

  public void setUpdatedBefore(@Nullable String updatedBefore) {
    this.updatedBefore = updatedBefore;
  }

  public @Nullable RollbackStatus getRollback() {
    return rollback;
  }

  public void setRollback(@Nullable RollbackStatus rollback) {
    this.rollback = rollback;
  }

  public @Nullable SeenCommands getSeen() {
    return seen;
  }

  public void setSeen(@Nullable SeenCommands seen) {
    this.seen = seen;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BatchDeployStatus that
        && Objects.equals(action, that.action)
        && Objects.equals(batchOrder, that.batchOrder)
        && Objects.equals(batchOrdinal, that.batchOrdinal)
        && Objects.equals(batchReplicas, that.batchReplicas)
        && Objects.equals(batchDeadlineTime, that.batchDeadlineTime)
        && Objects.equals(currentOrderSuccessPer, that.currentOrderSuccessPer)
        && Objects.equals(currentOrderProgress, that.currentOrderProgress)
        && Objects.equals(currentDeployComplete, that.currentDeployComplete)
        && Objects.equals(currentRollbackProgress, that.currentRollbackProgress)
        && Objects.equals(generalStatus, that.generalStatus)
        && Objects.equals(batches, that.batches)
        && Objects.equals(targetRevision, that.targetRevision)
        && Objects.equals(message, that.message)
        && Objects.equals(confirmedBatch, that.confirmedBatch)
        && Objects.equals(clockStoppedSince, that.clockStoppedSince)
        && Objects.equals(obstacle, that.obstacle)
        && Objects.equals(updatedBefore, that.updatedBefore)
        && Objects.equals(rollback, that.rollback)
        && Objects.equals(seen, that.seen);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        action,
        batchOrder,
        batchOrdinal,
        batchReplicas,
        batchDeadlineTime,
        currentOrderSuccessPer,
        currentOrderProgress,
        currentDeployComplete,
        currentRollbackProgress,
        generalStatus,
        batches,
        targetRevision,
        message,
        confirmedBatch,
        clockStoppedSince,
        obstacle,
        updatedBefore,
        rollback,
        seen);
  }

  @Override
  public String toString() {
    return "BatchDeployStatus{action="
        + action
        + ", batchOrder="
        + batchOrder
        + ", batchOrdinal="
        + batchOrdinal
        + ", batchReplicas="
        + batchReplicas
        + ", batchDeadlineTime="
        + batchDeadlineTime
        + ", currentOrderSuccessPer="
        + currentOrderSuccessPer
        + ", currentOrderProgress="
        + currentOrderProgress
        + ", currentDeployComplete="
        + currentDeployComplete
        + ", currentRollbackProgress="
        + currentRollbackProgress
        + ", generalStatus="
        + generalStatus
        + ", batches="
        + batches
        + ", targetRevision="
        + targetRevision
        + ", message="
        + message
        + ", confirmedBatch="
        + confirmedBatch
        + ", clockStoppedSince="
        + clockStoppedSince
        + ", updatedBefore="
        + updatedBefore
        + ", rollback="
        + rollback
        + ", seen="
        + seen
        + "}";
  }
}
