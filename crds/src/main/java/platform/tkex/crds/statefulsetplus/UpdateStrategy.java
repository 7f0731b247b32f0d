package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code spec.updateStrategy}. */
@ValidationRule(
    value = "!has(self.rollingUpdate) || self.type == 'RollingUpdate'",
    message = "only allowed with type RollingUpdate",
    messageExpression = "'only allowed with type RollingUpdate; type is ' + self.type",
    fieldPath = ".rollingUpdate",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "!has(self.abSwitch) || self.podUpdatePolicy == 'ABSwitch'",
    message = "only allowed with podUpdatePolicy ABSwitch",
    messageExpression =
        "'only allowed with podUpdatePolicy ABSwitch; podUpdatePolicy is ' + self.podUpdatePolicy",
    fieldPath = ".abSwitch",
    reason = "FieldValueForbidden")
@JsonInclude(JsonInclude.Include.NON_NULL)
public class UpdateStrategy {
  @JsonPropertyDescription(
      "RollingUpdate: the controller brings the pods to a new template, in batches "
          + "when batchDeployConfig is set. OnDelete: a pod gets the new template when "
          + "somebody deletes it.")
  @Default("RollingUpdate")
  private @Nullable UpdateStrategyType type;

  @JsonPropertyDescription("Parameters of type RollingUpdate; refused with OnDelete.")
  private @Nullable RollingUpdate rollingUpdate;

  @JsonPropertyDescription(
      "How a pod is brought to a new revision. Recreate deletes it and creates it "
          + "again under its name, as a StatefulSet does. InPlaceIfPossible changes the pod while "
          + "it lives where only images, labels, annotations and resources differ, and recreates "
          + "it otherwise. InPlaceOnly fails the release, before a pod is touched, where it would "
          + "have to be recreated. ABSwitch loads a new version into an idle container of the pod "
          + "and switches to it within milliseconds; what is not of the two containers is changed "
          + "as with InPlaceIfPossible.")
  @Default("Recreate")
  private @Nullable PodUpdatePolicy podUpdatePolicy;

  @JsonPropertyDescription("How pods are changed while they live; without meaning for Recreate.")
  private @Nullable InPlace inPlace;

  @JsonPropertyDescription("The containers that switch; only with podUpdatePolicy ABSwitch.")
  private @Nullable AbSwitch abSwitch;

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

  public @Nullable InPlace getInPlace() {
    return inPlace;
  }

  public void setInPlace(@Nullable InPlace inPlace) {
    this.inPlace = inPlace;
  }

  public @Nullable AbSwitch getAbSwitch() {
    return abSwitch;
  }

  public void setAbSwitch(@Nullable AbSwitch abSwitch) {
    this.abSwitch = abSwitch;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UpdateStrategy that
        && Objects.equals(type, that.type)
        && Objects.equals(rollingUpdate, that.rollingUpdate)
        && Objects.equals(podUpdatePolicy, that.podUpdatePolicy)
        && Objects.equals(inPlace, that.inPlace)
        && Objects.equals(abSwitch, that.abSwitch);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, rollingUpdate, podUpdatePolicy, inPlace, abSwitch);
  }
}
