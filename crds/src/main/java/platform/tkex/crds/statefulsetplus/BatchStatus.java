package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code status.batchDeployStatus.batches[]}: plan and outcome of one batch. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BatchStatus {
  @JsonPropertyDescription("Number of the batch, from 1.")
  private @Nullable Integer order;

  @JsonPropertyDescription("Lowest ordinal of the batch.")
  private @Nullable Integer ordinal;

  @JsonPropertyDescription("Number of pods of the batch.")
  private @Nullable Integer replicas;

  @JsonPropertyDescription("Pods of the batch at the target revision.")
  private @Nullable Integer updated;

  @JsonPropertyDescription("Pods of the batch at the target revision that are available.")
  private @Nullable Integer ready;

  @JsonPropertyDescription("Pods of the batch that were not done at the deadline.")
  private @Nullable Integer failed;

  @JsonPropertyDescription("When the batch started.")
  private @Nullable String startTime;

  @JsonPropertyDescription("When it succeeded, failed or was returned.")
  private @Nullable String endTime;

  @JsonPropertyDescription("How the batch stands or ended.")
  private @Nullable BatchOutcome outcome;

  @JsonPropertyDescription("The exact members of the batch as ranges of ordinals, as 5-9,12.")
  private @Nullable String ordinals;

  @JsonPropertyDescription(
      "The batch was planned as the last one: it takes all that is left, also what "
          + "scale-out adds.")
  private @Nullable Boolean takesRest;

  public @Nullable Integer getOrder() {
    return order;
  }

  public void setOrder(@Nullable Integer order) {
    this.order = order;
  }

  public @Nullable Integer getOrdinal() {
    return ordinal;
  }

  public void setOrdinal(@Nullable Integer ordinal) {
    this.ordinal = ordinal;
  }

  public @Nullable Integer getReplicas() {
    return replicas;
  }

  public void setReplicas(@Nullable Integer replicas) {
    this.replicas = replicas;
  }

  public @Nullable Integer getUpdated() {
    return updated;
  }

  public void setUpdated(@Nullable Integer updated) {
    this.updated = updated;
  }

  public @Nullable Integer getReady() {
    return ready;
  }

  public void setReady(@Nullable Integer ready) {
    this.ready = ready;
  }

  public @Nullable Integer getFailed() {
    return failed;
  }

  public void setFailed(@Nullable Integer failed) {
    this.failed = failed;
  }

  public @Nullable String getStartTime() {
    return startTime;
  }

  public void setStartTime(@Nullable String startTime) {
    this.startTime = startTime;
  }

  public @Nullable String getEndTime() {
    return endTime;
  }

  public void setEndTime(@Nullable String endTime) {
    this.endTime = endTime;
  }

  public @Nullable BatchOutcome getOutcome() {
    return outcome;
  }

  public void setOutcome(@Nullable BatchOutcome outcome) {
    this.outcome = outcome;
  }

  public @Nullable String getOrdinals() {
    return ordinals;
  }

  public void setOrdinals(@Nullable String ordinals) {
    this.ordinals = ordinals;
  }

  public @Nullable Boolean getTakesRest() {
    return takesRest;
  }

  public void setTakesRest(@Nullable Boolean takesRest) {
    this.takesRest = takesRest;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BatchStatus that
        && Objects.equals(order, that.order)
        && Objects.equals(ordinal, that.ordinal)
        && Objects.equals(replicas, that.replicas)
        && Objects.equals(updated, that.updated)
        && Objects.equals(ready, that.ready)
        && Objects.equals(failed, that.failed)
        && Objects.equals(startTime, that.startTime)
        && Objects.equals(endTime, that.endTime)
        && Objects.equals(outcome, that.outcome)
        && Objects.equals(ordinals, that.ordinals)
        && Objects.equals(takesRest, that.takesRest);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        order, ordinal, replicas, updated, ready, failed, startTime, endTime, outcome, ordinals,
        takesRest);
  }

  @Override
  public String toString() {
    return "BatchStatus{order="
        + order
        + ", ordinal="
        + ordinal
        + ", replicas="
        + replicas
        + ", updated="
        + updated
        + ", ready="
        + ready
        + ", failed="
        + failed
        + ", startTime="
        + startTime
        + ", endTime="
        + endTime
        + ", outcome="
        + outcome
        + ", ordinals="
        + ordinals
        + ", takesRest="
        + takesRest
        + "}";
  }
}
