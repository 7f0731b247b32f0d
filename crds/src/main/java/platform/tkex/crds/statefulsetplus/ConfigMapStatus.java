package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code status.configMaps[]}: what became of an entry of {@code spec.configMaps}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ConfigMapStatus {
  @JsonPropertyDescription("Name of the ConfigMap.")
  private @Nullable String name;

  @JsonPropertyDescription(
      "Version of updateRevision: the end of the name of the ConfigMap that pods mount. Empty"
          + " as long as there is none.")
  private @Nullable String version;

  @JsonPropertyDescription(
      "How pods are brought to another version; what Auto has chosen. Empty as long as nobody"
          + " has asked the API server what it allows.")
  private @Nullable String strategy;

  @JsonPropertyDescription("Why this version and this strategy, for people.")
  private @Nullable String reason;

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

  public @Nullable String getStrategy() {
    return strategy;
  }

  public void setStrategy(@Nullable String strategy) {
    this.strategy = strategy;
  }

  public @Nullable String getReason() {
    return reason;
  }

  public void setReason(@Nullable String reason) {
    this.reason = reason;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConfigMapStatus that
        && Objects.equals(name, that.name)
        && Objects.equals(version, that.version)
        && Objects.equals(strategy, that.strategy)
        && Objects.equals(reason, that.reason);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, version, strategy, reason);
  }
}
