package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code spec.configMaps[]}: a ConfigMap whose changes are released. */
@ValidationRule(
    value = "self.name.size() <= 48",
    message = "must have at most 48 characters, because it is part of the names of annotations",
    messageExpression =
        "'must have at most 48 characters, because it is part of the names of annotations; given "
            + "%d'.format([self.name.size()])",
    fieldPath = ".name")
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ConfigMapRelease {
  @JsonPropertyDescription(
      "Name of the ConfigMap as the template's volumes and environment have it: the source, which"
          + " carries the label platform.tkex/versioned: \"true\".")
  @Required
  @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")
  private @Nullable String name;

  @JsonPropertyDescription(
      "Which version the pods get: \"latest\", that of the source's data as they are, or the hash"
          + " at the end of a version's name.")
  @Default("latest")
  @Pattern("^(latest|[0-9a-f]{10})$")
  private @Nullable String version;

  @JsonPropertyDescription(
      "How pods are brought to another version when nothing else of them changes, whatever"
          + " podUpdatePolicy says. VolumePatch changes the volumes of living pods, on an API"
          + " server that allows it. Slots writes the data into one of two ConfigMaps that the"
          + " pods mount. Recreate replaces the pods. Auto takes VolumePatch where it is allowed,"
          + " else the slots of pods that have them, else Recreate; status says which and why.")
  @Default("Auto")
  private @Nullable ConfigStrategy strategy;

  @JsonPropertyDescription("A command that runs once a living pod sees the new files.")
  private @Nullable PostUpdate postUpdate;

  public @Nullable String getName() {
    return name;
  }

  public void setName(@Nullable String name) {
    this.name = name;
  }

  public @Nullable String getVersion() {
    return version;
  }

  public void setVersion(@Nullable String version) {
    this.version = version;
  }

  public @Nullable ConfigStrategy getStrategy() {
    return strategy;
  }

  public void setStrategy(@Nullable ConfigStrategy strategy) {
    this.strategy = strategy;
  }

  public @Nullable PostUpdate getPostUpdate() {
    return postUpdate;
  }

  public void setPostUpdate(@Nullable PostUpdate postUpdate) {
    this.postUpdate = postUpdate;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConfigMapRelease that
        && Objects.equals(name, that.name)
        && Objects.equals(version, that.version)
        && strategy == that.strategy
        && Objects.equals(postUpdate, that.postUpdate);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, version, strategy, postUpdate);
  }
}
