package platform.tkex.statefulsetplus.observe;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.abswitch.SwitchSettings;
import platform.tkex.statefulsetplus.abswitch.SwitchedPod;
import platform.tkex.statefulsetplus.inplace.Doneness;
import platform.tkex.statefulsetplus.inplace.GateCondition;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Switching;
import platform.tkex.statefulsetplus.revision.PodFactory;

/** Turns cached pods into what the planner needs of them. */
final class PodReader {
  private final SwitchSettings switches;
  private final Instant now;
  private final Duration grace;

  /**
   * @param switches how containers that take turns do so
   * @param grace how long a pod with a gate is out of its Services before it is changed
   */
  PodReader(SwitchSettings switches, Duration grace, Instant now) {
    this.switches = switches;
    this.now = now;
    this.grace = grace;
  }

  /**
   * The pod as it was seen last.
   *
   * @param deleting UIDs of pods that have been sent their deletion by us, though the cache does
   *     not show it yet
   */
  PodState read(Pod pod, int ordinal, Set<String> deleting) {
    String uid = pod.getMetadata().getUid();
    boolean terminating =
        pod.getMetadata().getDeletionTimestamp() != null || deleting.contains(uid);
    Doneness change = Doneness.of(pod, now);
    SwitchedPod switched = SwitchedPod.of(pod, switches, change, now).orElse(null);
    Switching switching = switched == null ? null : switched.judge();
    return new PodState(
        pod.getMetadata().getName(),
        ordinal,
        uid,
        pod.getMetadata().getResourceVersion(),
        labels(pod).getOrDefault(PodFactory.REVISION_LABEL, ""),
        phase(pod),
        terminating,
        later(readySince(pod), change.since()),
        identityOk(pod, ordinal),
        change(change, switched),
        earlier(change.settles(), switched == null ? null : switched.until()),
        switching,
        GateCondition.of(pod, grace));
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    boolean first = one != null && (other == null || one.isBefore(other));
    return first ? one : other;
  }

  /** A container that is replaced quickly leaves its pod ready, but is ready itself since then. */
  private static @Nullable Instant later(@Nullable Instant ready, @Nullable Instant started) {
    boolean restarted = ready != null && started != null && started.isAfter(ready);
    return restarted ? started : ready;
  }

  private static PodState.Change change(Doneness change, @Nullable SwitchedPod switched) {
    if (change.hopeless()) {
      return PodState.Change.IMPOSSIBLE;
    }
    boolean settled = switched == null || switched.settled();
    return change.done() && settled ? PodState.Change.DONE : PodState.Change.UNDER_WAY;
  }

  private static PodState.Phase phase(Pod pod) {
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    return switch (Objects.requireNonNullElse(phase, "Pending")) {
      case "Running" -> PodState.Phase.RUNNING;
      case "Failed", "Succeeded" -> PodState.Phase.TERMINAL;
      default -> PodState.Phase.PENDING;
    };
  }

  private static @Nullable Instant readySince(Pod pod) {
    if (phase(pod) != PodState.Phase.RUNNING) {
      return null;
    }
    for (PodCondition condition : pod.getStatus().getConditions()) {
      if (condition.getType().equals("Ready")) {
        boolean ready = condition.getStatus().equals("True");
        String since = condition.getLastTransitionTime();
        return !ready ? null : since == null ? Instant.EPOCH : Instant.parse(since);
      }
    }
    return null;
  }

  private static boolean identityOk(Pod pod, int ordinal) {
    Map<String, String> labels = labels(pod);
    return PodFactory.identity(pod.getMetadata().getName(), ordinal).entrySet().stream()
        .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
  }

  private static Map<String, String> labels(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
  }
}
