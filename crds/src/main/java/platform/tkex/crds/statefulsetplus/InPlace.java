package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code spec.updateStrategy.inPlace}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class InPlace {
  @JsonPropertyDescription(
      "What becomes of a pod whose node can never hold its new resources, or whose resize the API"
          + " server refuses. Recreate: it is recreated (never with InPlaceOnly). Fail: it stays,"
          + " and has failed at the deadline of its batch.")
  @Default("Recreate")
  private @Nullable ResizeFallback resizeFallback;

  public @Nullable ResizeFallback getResizeFallback() {
    return resizeFallback;
  }

  public void setResizeFallback(@Nullable ResizeFallback resizeFallback) {
    this.resizeFallback = resizeFallback;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InPlace that && Objects.equals(resizeFallback, that.resizeFallback);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(resizeFallback);
  }
}
