package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code spec.updateStrategy.inPlace.imagePreload}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class ImagePreload {
  @JsonPropertyDescription(
      "True: while one batch runs, the nodes of the pods of the following ones pull the images that"
          + " change, by small pods that are removed again. A pull that fails or is slow holds"
          + " nothing up.")
  @Default("false")
  private @Nullable Boolean enabled;

  @JsonPropertyDescription("At most so many images are pulled ahead at once for this workload.")
  @Default("10")
  @Min(1)
  @Max(1000)
  private @Nullable Integer parallelism;

  @JsonPropertyDescription("A pull ahead that takes longer is given up.")
  @Default("300")
  @Min(1)
  @Max(86400)
  private @Nullable Integer timeoutSeconds;

  public @Nullable Boolean getEnabled() {
    return enabled;
  }

  public void setEnabled(@Nullable Boolean enabled) {
    this.enabled = enabled;
  }

  public @Nullable Integer getParallelism() {
    return parallelism;
  }

  public void setParallelism(@Nullable Integer parallelism) {
    this.parallelism = parallelism;
  }

  public @Nullable Integer getTimeoutSeconds() {
    return timeoutSeconds;
  }

  public void setTimeoutSeconds(@Nullable Integer timeoutSeconds) {
    this.timeoutSeconds = timeoutSeconds;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ImagePreload that
        && Objects.equals(enabled, that.enabled)
        && Objects.equals(parallelism, that.parallelism)
        && Objects.equals(timeoutSeconds, that.timeoutSeconds);
  }

  @Override
  public int hashCode() {
    return Objects.hash(enabled, parallelism, timeoutSeconds);
  }
}
