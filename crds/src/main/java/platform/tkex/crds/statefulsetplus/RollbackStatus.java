package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code status.batchDeployStatus.rollback}: the rollback that runs or has ended. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RollbackStatus {
  @JsonPropertyDescription("Revision the pods return to.")
  private @Nullable String to;

  @JsonPropertyDescription(
      "What set it off. Batch and All: a failed batch and its rollbackScope. "
          + "Annotation: platform.tkex/rollback. AnnotationBatch: "
          + "platform.tkex/rollback-batch. Template: the old template was applied again.")
  private @Nullable RollbackReason reason;

  @JsonPropertyDescription(
      "AllAtOnce: all pods together. InBatches: in the sizes of the plan, each once "
          + "the one before is available.")
  private @Nullable RollbackMode mode;

  @JsonPropertyDescription(
      "Group of pods that is returning, from 1; for the rollback of one batch, that " + "batch.")
  private @Nullable Integer order;

  @JsonPropertyDescription("Pods that were set out to return so far, as ranges of ordinals.")
  private @Nullable String ordinals;

  @JsonPropertyDescription("When the rollback began.")
  private @Nullable String startTime;

  @JsonPropertyDescription("When the rollback counts as failed.")
  private @Nullable String deadline;

  public @Nullable String getTo() {
    return to;
  }

  public void setTo(@Nullable String to) {
    this.to = to;
  }

  public @Nullable RollbackReason getReason() {
    return reason;
  }

  public void setReason(@Nullable RollbackReason reason) {
    this.reason = reason;
  }

  public @Nullable RollbackMode getMode() {
    return mode;
  }

  public void setMode(@Nullable RollbackMode mode) {
    this.mode = mode;
  }

  public @Nullable Integer getOrder() {
    return order;
  }

  public void setOrder(@Nullable Integer order) {
    this.order = order;
  }

  public @Nullable String getOrdinals() {
    return ordinals;
  }

  public void setOrdinals(@Nullable String ordinals) {
    this.ordinals = ordinals;
  }

  public @Nullable String getStartTime() {
    return startTime;
  }

  public void setStartTime(@Nullable String startTime) {
    this.startTime = startTime;
  }

  public @Nullable String getDeadline() {
    return deadline;
  }

  public void setDeadline(@Nullable String deadline) {
    this.deadline = deadline;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RollbackStatus that
        && Objects.equals(to, that.to)
        && Objects.equals(reason, that.reason)
        && Objects.equals(mode, that.mode)
        && Objects.equals(order, that.order)
        && Objects.equals(ordinals, that.ordinals)
        && Objects.equals(startTime, that.startTime)
        && Objects.equals(deadline, that.deadline);
  }

  @Override
  public int hashCode() {
    return Objects.hash(to, reason, mode, order, ordinals, startTime, deadline);
  }

  @Override
  public String toString() {
    return "RollbackStatus{to="
        + to
        + ", reason="
        + reason
        + ", mode="
        + mode
        + ", order="
        + order
        + ", ordinals="
        + ordinals
        + ", startTime="
        + startTime
        + ", deadline="
        + deadline
        + "}";
  }
}
