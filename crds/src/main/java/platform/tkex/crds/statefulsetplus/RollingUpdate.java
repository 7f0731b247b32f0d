package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code spec.updateStrategy.rollingUpdate}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class RollingUpdate {
  @JsonPropertyDescription("Ordinals below start + partition keep the current revision.")
  @Default("0")
  @Min(0)
  private @Nullable Integer partition;

  @JsonPropertyDescription(
      "So many pods may be unavailable during a plain rolling update: a number of 1 or "
          + "more or a percentage from 1% to 100% of replicas, rounded down, at least one.")
  @ValidationRule(
      value = "type(self) == int ? self >= 1 : self.matches('^(100|[1-9][0-9]?)%$')",
      messageExpression =
          "'maxUnavailable is ' + string(self) + ', it must be a number of 1 or more or a"
              + " percentage from 1% to 100%'")
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
