package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code spec.updateStrategy}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class UpdateStrategy {
  @JsonPropertyDescription(
      "RollingUpdate brings pods to a new template by itself, OnDelete only when "
          + "somebody deletes them.")
  @Default("RollingUpdate")
  private @Nullable UpdateStrategyType type;

  @JsonPropertyDescription("Parameters of a rolling update.")
  private @Nullable RollingUpdate rollingUpdate;

  @JsonPropertyDescription(
      "How a pod is brought to a new revision. Only Recreate is available in this " + "release.")
  @Default("Recreate")
  private @Nullable PodUpdatePolicy podUpdatePolicy;

  public @Nullable UpdateStrategyType getType() {
    return type;
  }

  public void setType(@Nullable UpdateStrategyType type) {
    this.type = type;
  }

  public @Nullable RollingUpdate getRollingUpdate() {
    return rollingUpdate;
  }

  public void setRollingUpdate(@Nullable RollingUpdate rollingUpdate) {
    this.rollingUpdate = rollingUpdate;
  }

  public @Nullable PodUpdatePolicy getPodUpdatePolicy() {
    return podUpdatePolicy;
  }

  public void setPodUpdatePolicy(@Nullable PodUpdatePolicy podUpdatePolicy) {
    this.podUpdatePolicy = podUpdatePolicy;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UpdateStrategy that
        && Objects.equals(type, that.type)
        && Objects.equals(rollingUpdate, that.rollingUpdate)
        && Objects.equals(podUpdatePolicy, that.podUpdatePolicy);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, rollingUpdate, podUpdatePolicy);
  }
}
