package platform.tkex.gc.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Set;

/** Whether a pod will do nothing any more. */
final class PreloadEnd {
  private static final Set<String> FINISHED = Set.of("Succeeded", "Failed");

  private PreloadEnd() {}

  /**
   * A pod that finished, or whose deadline has passed without a kubelet that could say so: its node
   * is gone, or it never got one.
   */
  static boolean isEnded(JsonNode pod, Instant now) {
    if (FINISHED.contains(pod.path("status").path("phase").asText())) {
      return true;
    }
    JsonNode deadline = pod.path("spec").path("activeDeadlineSeconds");
    JsonNode started = pod.path("status").path("startTime");
    JsonNode since = started.isTextual() ? started : pod.path("metadata").path("creationTimestamp");
    return deadline.isNumber()
        && Instant.parse(since.asText()).plusSeconds(deadline.asLong()).isBefore(now);
  }
}
