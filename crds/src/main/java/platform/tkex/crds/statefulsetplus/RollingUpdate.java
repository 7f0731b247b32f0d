package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code spec.updateStrategy.rollingUpdate}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RollingUpdate {
  @JsonPropertyDescription(
      "Only pods whose ordinal is start + partition or more go to the new template. "
          + "Must be 0 together with batchDeployConfig.")
  @Default("0")
  @Min(0)
  @Max(Integer.MAX_VALUE)
  private @Nullable Integer partition;

  @JsonPropertyDescription(
      "So many pods may be unavailable at once during a plain rolling update: a "
          + "number of 1 or more, or a percentage of the replicas from 1% to 100% (rounded "
          + "down, at least one). Absent: 1.")
  @ValidationRule(
      value =
          "type(self) == int ? self >= 1 && self <= 2147483647 : "
              + "self.matches('^(100|[1-9][0-9]?)%$')",
      message =
          "must be a whole number from 1 to 2147483647, or a percentage from \"1%\" to "
              + "\"100%\" with its sign")
  private @Nullable IntOrString maxUnavailable;

  public @Nullable Integer getPartition() {
    return partition;
  }

  public void setPartition(@Nullable Integer partition) {
    this.partition = partition;
  }

  public @Nullable IntOrString getMaxUnavailable() {
    return maxUnavailable;
  }

  public void setMaxUnavailable(@Nullable IntOrString maxUnavailable) {
    this.maxUnavailable = maxUnavailable;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RollingUpdate that
        && Objects.equals(partition, that.partition)
        && Objects.equals(maxUnavailable, that.maxUnavailable);
  }

  @Override
  public int hashCode() {
    return Objects.hash(partition, maxUnavailable);
  }
}
