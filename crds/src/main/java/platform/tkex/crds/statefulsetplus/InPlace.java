package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code spec.updateStrategy.inPlace}. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class InPlace {
  @JsonPropertyDescription(
      "Seconds that a pod is out of its Services before it is changed. Above 0 pods are created"
          + " with the readiness gate platform.tkex/InPlaceUpdateReady; it turns False, the pod is"
          + " changed so many seconds later, and it turns True when that is done. Pods without the"
          + " gate are changed where they are.")
  @Default("0")
  @Min(0)
  @Max(86400)
  private @Nullable Integer gracePeriodSeconds;

  @JsonPropertyDescription(
      "What becomes of a pod whose node can never hold its new resources, or whose resize the API"
          + " server refuses. Recreate: it is recreated (never with InPlaceOnly). Fail: it stays,"
          + " and has failed at the deadline of its batch.")
  @Default("Recreate")
  private @Nullable ResizeFallback resizeFallback;

  public @Nullable Integer getGracePeriodSeconds() {
    return gracePeriodSeconds;
  }

  public void setGracePeriodSeconds(@Nullable Integer gracePeriodSeconds) {
    this.gracePeriodSeconds = gracePeriodSeconds;
  }

  public @Nullable ResizeFallback getResizeFallback() {
    return resizeFallback;
  }

  public void setResizeFallback(@Nullable ResizeFallback resizeFallback) {
    this.resizeFallback = resizeFallback;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof InPlace that
        && Objects.equals(gracePeriodSeconds, that.gracePeriodSeconds)
        && Objects.equals(resizeFallback, that.resizeFallback);
  }

  @Override
  public int hashCode() {
    return Objects.hash(gracePeriodSeconds, resizeFallback);
  }
}
