package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.Condition;

/** {@code status}: what the controller observed and decided. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class StatefulSetPlusStatus {
  @JsonPropertyDescription("Number of pods that exist.")
  @StatusReplicas
  private @Nullable Integer replicas;

  @JsonPropertyDescription("Pods that are ready.")
  private @Nullable Integer readyReplicas;

  @JsonPropertyDescription("Pods that have been ready for minReadySeconds.")
  private @Nullable Integer availableReplicas;

  @JsonPropertyDescription("Pods at currentRevision.")
  private @Nullable Integer currentReplicas;

  @JsonPropertyDescription("Pods at updateRevision.")
  private @Nullable Integer updatedReplicas;

  @JsonPropertyDescription("Pods at updateRevision that are ready.")
  private @Nullable Integer updatedReadyReplicas;

  @JsonPropertyDescription("Revision of the pods that the release has not reached yet.")
  private @Nullable String currentRevision;

  @JsonPropertyDescription("Revision of spec.template.")
  private @Nullable String updateRevision;

  @JsonPropertyDescription(
      "Newest revision whose release reached Completed; scale-out and rollback use " + "it.")
  private @Nullable String lastGoodRevision;

  @JsonPropertyDescription(
      "Revision whose release failed; empty again once a later release completed.")
  private @Nullable String failedRevision;

  @JsonPropertyDescription("How often the hash of a template was already taken by another one.")
  private @Nullable Integer collisionCount;

  @JsonPropertyDescription("spec.selector as text, for the scale subresource.")
  @LabelSelector
  private @Nullable String labelSelector;

  @JsonPropertyDescription("metadata.generation that this status describes.")
  private @Nullable Long observedGeneration;

  @JsonPropertyDescription(
      "Available, Progressing, ReleaseFailed, Paused and NodeDrift; all always " + "present.")
  private @Nullable List<Condition> conditions;

  @JsonPropertyDescription("Texts for printing.")
  private @Nullable ReadableColumns columns;

  @JsonPropertyDescription("The release in progress or, when none runs, the last one.")
  private @Nullable BatchDeployStatus batchDeployStatus;

  public @Nullable Integer getReplicas() {
    return replicas;
  }

  public void setReplicas(@Nullable Integer replicas) {
    this.replicas = replicas;
  }

  public @Nullable Integer getReadyReplicas() {
    return readyReplicas;
  }

  public void setReadyReplicas(@Nullable Integer readyReplicas) {
    this.readyReplicas = readyReplicas;
  }

  public @Nullable Integer getAvailableReplicas() {
    return availableReplicas;
  }

  public void setAvailableReplicas(@Nullable Integer availableReplicas) {
    this.availableReplicas = availableReplicas;
  }

  public @Nullable Integer getCurrentReplicas() {
    return currentReplicas;
  }

  public void setCurrentReplicas(@Nullable Integer currentReplicas) {
    this.currentReplicas = currentReplicas;
  }

  public @Nullable Integer getUpdatedReplicas() {
    return updatedReplicas;
  }

  public void setUpdatedReplicas(@Nullable Integer updatedReplicas) {
    this.updatedReplicas = updatedReplicas;
  }

  public @Nullable Integer getUpdatedReadyReplicas() {
    return updatedReadyReplicas;
  }

  public void setUpdatedReadyReplicas(@Nullable Integer updatedReadyReplicas) {
    this.updatedReadyReplicas = updatedReadyReplicas;
  }

  public @Nullable String getCurrentRevision() {
    return currentRevision;
  }

  public void setCurrentRevision(@Nullable String currentRevision) {
    this.currentRevision = currentRevision;
  }

  public @Nullable String getUpdateRevision() {
    return updateRevision;
  }

  public void setUpdateRevision(@Nullable String updateRevision) {
    this.updateRevision = updateRevision;
  }

  public @Nullable String getLastGoodRevision() {
    return lastGoodRevision;
  }

  public void setLastGoodRevision(@Nullable String lastGoodRevision) {
    this.lastGoodRevision = lastGoodRevision;
  }

  public @Nullable String getFailedRevision() {
    return failedRevision;
  }

  public void setFailedRevision(@Nullable String failedRevision) {
    this.failedRevision = failedRevision;
  }

  public @Nullable Integer getCollisionCount() {
    return collisionCount;
  }

  public void setCollisionCount(@Nullable Integer collisionCount) {
    this.collisionCount = collisionCount;
  }

  public @Nullable String getLabelSelector() {
    return labelSelector;
  }

  public void setLabelSelector(@Nullable String labelSelector) {
    this.labelSelector = labelSelector;
  }

  public @Nullable Long getObservedGeneration() {
    return observedGeneration;
  }

  public void setObservedGeneration(@Nullable Long observedGeneration) {
    this.observedGeneration = observedGeneration;
  }

  public @Nullable List<Condition> getConditions() {
    return conditions;
  }

  public void setConditions(@Nullable List<Condition> conditions) {
    this.conditions = conditions;
  }

  public @Nullable ReadableColumns getColumns() {
    return columns;
  }

  public void setColumns(@Nullable ReadableColumns columns) {
    this.columns = columns;
  }

  public @Nullable BatchDeployStatus getBatchDeployStatus() {
    return batchDeployStatus;
  }

  public void setBatchDeployStatus(@Nullable BatchDeployStatus batchDeployStatus) {
    this.batchDeployStatus = batchDeployStatus;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StatefulSetPlusStatus that
        && Objects.equals(replicas, that.replicas)
        && Objects.equals(readyReplicas, that.readyReplicas)
        && Objects.equals(availableReplicas, that.availableReplicas)
        && Objects.equals(currentReplicas, that.currentReplicas)
        && Objects.equals(updatedReplicas, that.updatedReplicas)
        && Objects.equals(updatedReadyReplicas, that.updatedReadyReplicas)
        && Objects.equals(currentRevision, that.currentRevision)
        && Objects.equals(updateRevision, that.updateRevision)
        && Objects.equals(lastGoodRevision, that.lastGoodRevision)
        && Objects.equals(failedRevision, that.failedRevision)
        && Objects.equals(collisionCount, that.collisionCount)
        && Objects.equals(labelSelector, that.labelSelector)
        && Objects.equals(observedGeneration, that.observedGeneration)
        && Objects.equals(conditions, that.conditions)
        && Objects.equals(columns, that.columns)
        && Objects.equals(batchDeployStatus, that.batchDeployStatus);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        replicas,
        readyReplicas,
        availableReplicas,
        currentReplicas,
        updatedReplicas,
        updatedReadyReplicas,
        currentRevision,
        updateRevision,
        lastGoodRevision,
        failedRevision,
        collisionCount,
        labelSelector,
        observedGeneration,
        conditions,
        columns,
        batchDeployStatus);
  }

  @Override
  public String toString() {
    return "StatefulSetPlusStatus{replicas="
        + replicas
        + ", readyReplicas="
        + readyReplicas
        + ", availableReplicas="
        + availableReplicas
        + ", currentReplicas="
        + currentReplicas
        + ", updatedReplicas="
        + updatedReplicas
        + ", updatedReadyReplicas="
        + updatedReadyReplicas
        + ", currentRevision="
        + currentRevision
        + ", updateRevision="
        + updateRevision
        + ", lastGoodRevision="
        + lastGoodRevision
        + ", failedRevision="
        + failedRevision
        + ", collisionCount="
        + collisionCount
        + ", labelSelector="
        + labelSelector
        + ", observedGeneration="
        + observedGeneration
        + ", conditions="
        + conditions
        + ", columns="
        + columns
        + ", batchDeployStatus="
        + batchDeployStatus
        + "}";
  }
}
