package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code spec.ordinals}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class Ordinals {
  @JsonPropertyDescription(
      "Ordinal of the first pod: the pods are numbered from start to start + replicas " + "- 1.")
  @Default("0")
  @Min(0)
  @Max(Integer.MAX_VALUE)
  private @Nullable Integer start;

  public @Nullable Integer getStart() {
    return start;
  }

  public void setStart(@Nullable Integer start) {
    this.start = start;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ordinals that && Objects.equals(start, that.start);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(start);
  }
}
