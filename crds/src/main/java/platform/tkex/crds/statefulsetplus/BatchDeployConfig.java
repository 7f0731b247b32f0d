package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code spec.batchDeployConfig}: a template change is released in batches. */
@ValidationRule(
    value =
        "!has(self.podsNumToUpdate) || dyn(self.podsNumToUpdate) == null || "
            + "self.podsNumToUpdate.size() <= self.batchNum",
    message = "must have at most batchNum entries",
    messageExpression =
        "'must have at most %d entries (batchNum); given %d'.format([self.batchNum, "
            + "self.podsNumToUpdate.size()])",
    fieldPath = ".podsNumToUpdate")
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BatchDeployConfig {
  @JsonPropertyDescription("Number of batches. Batches that would get no pod are skipped.")
  @Required
  @Min(1)
  @Max(100)
  private @Nullable Integer batchNum;

  @JsonPropertyDescription(
      "True: the next batch starts by itself once this one succeeded. False: it waits "
          + "until a person confirms this one with the annotation "
          + "platform.tkex/confirm-batch.")
  @Default("false")
  private @Nullable Boolean batchAuto;

  @JsonPropertyDescription("Minutes between the success of a batch and the start of the next.")
  @Default("0")
  @Min(0)
  @Max(10080)
  private @Nullable Integer batchIntervalMinutes;

  @JsonPropertyDescription(
      "Size of each batch, the first one first: a number of pods, or a percentage of "
          + "the replicas when the batch starts (rounded up). At most batchNum entries. "
          + "Batches without an entry share what is left evenly, the last one takes all "
          + "that is left. Absent: all batches share evenly, the first ones get one more.")
  @Size(max = 100)
  private @Nullable List<IntOrString> podsNumToUpdate;

  @JsonPropertyDescription(
      "Parallel: the pods of one batch are updated together, within maxUnavailable. "
          + "Serial: one after another, highest ordinal first, each once the one before is "
          + "available.")
  @Default("Parallel")
  private @Nullable PodsUpdateMode podsUpdateMode;

  @JsonPropertyDescription(
      "At most so many pods of a Parallel batch are down at once: a number, or a "
          + "percentage of the pods of the batch (rounded down). One is always allowed.")
  @Default("100%")
  @ValidationRule(
      value =
          "type(self) == int ? self >= 0 && self <= 2147483647 : "
              + "self.matches('^(100|[1-9]?[0-9])%$')",
      message =
          "must be a whole number from 0 to 2147483647, or a percentage from \"0%\" to "
              + "\"100%\" with its sign")
  private @Nullable IntOrString maxUnavailable;

  @JsonPropertyDescription(
      "Seconds from the start of a batch to its deadline "
          + "(status.batchDeployStatus.batchDeadlineTime). A pod that is not updated and "
          + "available by then has failed. The clock stands still while the release is "
          + "paused.")
  @Default("600")
  @Min(1)
  @Max(Integer.MAX_VALUE)
  private @Nullable Integer batchTimeoutSeconds;

  @JsonPropertyDescription(
      "So many pods of a batch may fail and the release still goes on: a number, or a "
          + "percentage of the pods of the batch (rounded down). A batch with no ready pod "
          + "never passes.")
  @Default("0")
  @ValidationRule(
      value =
          "type(self) == int ? self >= 0 && self <= 2147483647 : "
              + "self.matches('^(100|[1-9]?[0-9])%$')",
      message =
          "must be a whole number from 0 to 2147483647, or a percentage from \"0%\" to "
              + "\"100%\" with its sign")
  private @Nullable IntOrString failedPodsTolerance;

  @JsonPropertyDescription(
      "What a failed batch does. Batch: the pods of this batch return to the last "
          + "good revision. All: every updated pod returns. None: the release stops and "
          + "waits for a person.")
  @Default("Batch")
  private @Nullable RollbackScope rollbackScope;

  public @Nullable Integer getBatchNum() {
    return batchNum;
  }

  public void setBatchNum(@Nullable Integer batchNum) {
    this.batchNum = batchNum;
  }

  public @Nullable Boolean getBatchAuto() {
    return batchAuto;
  }

  public void setBatchAuto(@Nullable Boolean batchAuto) {
    this.batchAuto = batchAuto;
  }

  public @Nullable Integer getBatchIntervalMinutes() {
    return batchIntervalMinutes;
  }

  public void setBatchIntervalMinutes(@Nullable Integer batchIntervalMinutes) {
    this.batchIntervalMinutes = batchIntervalMinutes;
  }

  public @Nullable List<IntOrString> getPodsNumToUpdate() {
    return podsNumToUpdate;
  }

  public void setPodsNumToUpdate(@Nullable List<IntOrString> podsNumToUpdate) {
    this.podsNumToUpdate = podsNumToUpdate;
  }

  public @Nullable PodsUpdateMode getPodsUpdateMode() {
    return podsUpdateMode;
  }

  public void setPodsUpdateMode(@Nullable PodsUpdateMode podsUpdateMode) {
    this.podsUpdateMode = podsUpdateMode;
  }

  public @Nullable IntOrString getMaxUnavailable() {
    return maxUnavailable;
  }

  public void setMaxUnavailable(@Nullable IntOrString maxUnavailable) {
    this.maxUnavailable = maxUnavailable;
  }

  public @Nullable Integer getBatchTimeoutSeconds() {
    return batchTimeoutSeconds;
  }

  public void setBatchTimeoutSeconds(@Nullable Integer batchTimeoutSeconds) {
    this.batchTimeoutSeconds = batchTimeoutSeconds;
  }

  public @Nullable IntOrString getFailedPodsTolerance() {
    return failedPodsTolerance;
  }

  public void setFailedPodsTolerance(@Nullable IntOrString failedPodsTolerance) {
    this.failedPodsTolerance = failedPodsTolerance;
  }

  public @Nullable RollbackScope getRollbackScope() {
    return rollbackScope;
  }

  public void setRollbackScope(@Nullable RollbackScope rollbackScope) {
    this.rollbackScope = rollbackScope;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BatchDeployConfig that
        && Objects.equals(batchNum, that.batchNum)
        && Objects.equals(batchAuto, that.batchAuto)
        && Objects.equals(batchIntervalMinutes, that.batchIntervalMinutes)
        && Objects.equals(podsNumToUpdate, that.podsNumToUpdate)
        && Objects.equals(podsUpdateMode, that.podsUpdateMode)
        && Objects.equals(maxUnavailable, that.maxUnavailable)
        && Objects.equals(batchTimeoutSeconds, that.batchTimeoutSeconds)
        && Objects.equals(failedPodsTolerance, that.failedPodsTolerance)
        && Objects.equals(rollbackScope, that.rollbackScope);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        batchNum,
        batchAuto,
        batchIntervalMinutes,
        podsNumToUpdate,
        podsUpdateMode,
        maxUnavailable,
        batchTimeoutSeconds,
        failedPodsTolerance,
        rollbackScope);
  }
}
