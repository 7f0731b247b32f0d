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
    value = "!has(self.podsNumToUpdate) || self.podsNumToUpdate.size() <= self.batchNum",
    messageExpression =
        "'podsNumToUpdate has ' + string(self.podsNumToUpdate.size()) + ' entries, at most ' +"
            + " string(self.batchNum) + ' (batchNum) are allowed'")
@JsonInclude(JsonInclude.Include.NON_NULL)
public class BatchDeployConfig {
  @JsonPropertyDescription("Number of batches, 1 to 100.")
  @Required
  @Min(1)
  @Max(100)
  private @Nullable Integer batchNum;

  @JsonPropertyDescription(
      "True: the next batch starts by itself once this one succeeded. False: a person "
          + "confirms each batch by annotation.")
  @Default("false")
  private @Nullable Boolean batchAuto;

  @JsonPropertyDescription(
      "Minutes between the success of a batch and the start of the next, 0 to 10080.")
  @Default("0")
  @Min(0)
  @Max(10080)
  private @Nullable Integer batchIntervalMinutes;

  @JsonPropertyDescription(
      "Size of each batch, a number or a percentage of the replicas when the batch "
          + "starts (rounded up). Batches without an entry share what is left evenly, the "
          + "last one takes all that is left.")
  @Size(max = 100)
  @ValidationRule(
      value = "self.all(x, type(x) == int ? x >= 0 : x.matches('^(100|[1-9]?[0-9])%$'))",
      message =
          "each entry of podsNumToUpdate must be a number of 0 or more or a percentage from 0% to"
              + " 100%, such as 5 or \"20%\"")
  private @Nullable List<IntOrString> podsNumToUpdate;

  @JsonPropertyDescription(
      "Whether the pods of one batch are updated together or one after another.")
  @Default("Parallel")
  private @Nullable PodsUpdateMode podsUpdateMode;

  @JsonPropertyDescription(
      "At most so many pods of a Parallel batch are down at once; percentages are of "
          + "the pods of the batch, rounded down, at least one.")
  @ValidationRule(
      value = "type(self) == int ? self >= 0 : self.matches('^(100|[1-9]?[0-9])%$')",
      messageExpression =
          "'maxUnavailable is ' + string(self) + ', it must be a number of 0 or more or a"
              + " percentage from 0% to 100%'")
  private @Nullable IntOrString maxUnavailable;

  @JsonPropertyDescription(
      "Seconds after the start of a batch when pods that are not done have failed.")
  @Default("600")
  @Min(1)
  @Max(31536000)
  private @Nullable Integer batchTimeoutSeconds;

  @JsonPropertyDescription(
      "So many pods of a batch may fail and the release still goes on; percentages are "
          + "of the pods of the batch, rounded down.")
  @ValidationRule(
      value = "type(self) == int ? self >= 0 : self.matches('^(100|[1-9]?[0-9])%$')",
      messageExpression =
          "'failedPodsTolerance is ' + string(self) + ', it must be a number of 0 or more or a"
              + " percentage from 0% to 100%'")
  private @Nullable IntOrString failedPodsTolerance;

  @JsonPropertyDescription(
      "What a failed batch does: return this batch, return every updated pod, or stop "
          + "and wait.")
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
