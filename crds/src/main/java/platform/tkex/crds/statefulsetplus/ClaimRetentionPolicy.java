package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code spec.persistentVolumeClaimRetentionPolicy}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ClaimRetentionPolicy {
  @JsonPropertyDescription("What becomes of the claims when the workload is deleted.")
  @Default("Retain")
  private @Nullable RetentionPolicy whenDeleted;

  @JsonPropertyDescription("What becomes of the claims of an ordinal that is scaled away.")
  @Default("Retain")
  private @Nullable RetentionPolicy whenScaled;

  public @Nullable RetentionPolicy getWhenDeleted() {
    return whenDeleted;
  }

  public void setWhenDeleted(@Nullable RetentionPolicy whenDeleted) {
    this.whenDeleted = whenDeleted;
  }

  public @Nullable RetentionPolicy getWhenScaled() {
    return whenScaled;
  }

  public void setWhenScaled(@Nullable RetentionPolicy whenScaled) {
    this.whenScaled = whenScaled;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClaimRetentionPolicy that
        && Objects.equals(whenDeleted, that.whenDeleted)
        && Objects.equals(whenScaled, that.whenScaled);
  }

  @Override
  public int hashCode() {
    return Objects.hash(whenDeleted, whenScaled);
  }
}
