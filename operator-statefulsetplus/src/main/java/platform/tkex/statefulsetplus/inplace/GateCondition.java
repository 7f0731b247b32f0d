package platform.tkex.statefulsetplus.inplace;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.model.Gate;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.revision.GracePeriod;

/**
 * The condition behind a pod's readiness gate, all there is of it: since when it is closed, whether
 * anybody was served then, and for which revision.
 */
public final class GateCondition {
  private static final String GRACE = "GracePeriod";
  private static final String NOT_SERVING = "NotServing";
  private static final String NOTHING_TO_DO = "NoUpdate";
  private static final String BEFORE = "out of its Services before it is changed in place to ";

  /** Times of the API have no parts of seconds. */
  static final Duration ROUNDED = Duration.ofSeconds(1);

  private GateCondition() {}

  /** The gate of a pod; null when it was made without. */
  public static @Nullable Gate of(Pod pod, Duration grace) {
    boolean gated =
        pod.getSpec().getReadinessGates().stream()
            .anyMatch(gate -> GracePeriod.GATE.equals(gate.getConditionType()));
    if (!gated) {
      return null;
    }
    PodCondition condition = condition(pod);
    if (condition == null) {
      return Gate.UNSET;
    }
    return "True".equals(condition.getStatus()) ? Gate.OPEN : closed(condition, grace);
  }

  private static @Nullable PodCondition condition(Pod pod) {
    return pod.getStatus() == null
        ? null
        : pod.getStatus().getConditions().stream()
            .filter(condition -> GracePeriod.GATE.equals(condition.getType()))
            .findFirst()
            .orElse(null);
  }

  private static Gate closed(PodCondition condition, Duration grace) {
    String message = Objects.requireNonNullElse(condition.getMessage(), "");
    String target = message.startsWith(BEFORE) ? message.substring(BEFORE.length()) : "";
    if (NOT_SERVING.equals(condition.getReason())) {
      return Gate.closed(null, target);
    }
    String since = condition.getLastTransitionTime();
    Instant closed = since == null ? Instant.EPOCH : Instant.parse(since);
    return Gate.closed(closed.plus(grace).plus(ROUNDED), target);
  }

  /** Or has until a moment ago: its gate is closed anew when a clock was wrong. */
  private static boolean served(PodState pod) {
    return pod.ready() || (pod.gate() != null && pod.gate().until() != null);
  }

  /**
   * The body for {@code pods/status}, bound to the pod as it was seen. Its merge knows that
   * conditions go by their types, and so leaves those of the kubelet alone.
   *
   * @param revision that a pod whose gate is closed is to be changed to
   */
  public static Map<String, Object> patch(
      PodState pod, boolean open, String revision, Instant now) {
    Map<String, Object> condition =
        Map.of(
            "type",
            GracePeriod.GATE,
            "status",
            open ? "True" : "False",
            "reason",
            open ? NOTHING_TO_DO : served(pod) ? GRACE : NOT_SERVING,
            "message",
            open ? "" : BEFORE + revision,
            "lastTransitionTime",
            now.truncatedTo(ChronoUnit.SECONDS).toString());
    return Map.of(
        "metadata",
        Map.of("uid", pod.uid(), "resourceVersion", pod.resourceVersion()),
        "status",
        Map.of("conditions", List.of(condition)));
  }
}
