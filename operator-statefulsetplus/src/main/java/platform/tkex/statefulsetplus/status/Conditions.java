package platform.tkex.statefulsetplus.status;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.Condition;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.model.Objection;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.Shortfall;

/** Builds the five conditions; all are always there, and a time moves only when a status does. */
final class Conditions {
  private final Snapshot snapshot;
  private final Release release;
  private final String obstacle;
  private final long generation;
  private final List<Condition> before;

  Conditions(
      Snapshot snapshot,
      Release release,
      long generation,
      @Nullable List<Condition> before,
      String obstacle) {
    this.snapshot = snapshot;
    this.release = release;
    this.obstacle = obstacle;
    this.generation = generation;
    this.before = Objects.requireNonNullElse(before, List.of());
  }

  List<Condition> build(GeneralStatus general, String message, int available) {
    return List.of(
        available(available),
        progressing(general, message),
        releaseFailed(message),
        condition("Paused", snapshot.workload().paused(), paused(), ""),
        condition("NodeDrift", false, "NotChecked", ""));
  }

  private Condition available(int available) {
    int replicas = snapshot.workload().replicas();
    String count =
        "%d of %d pods are available%s%s"
            .formatted(
                available,
                replicas,
                Shortfall.of(snapshot, snapshot.workload().ordinals()),
                obstacle.isEmpty() ? "" : "; " + obstacle);
    return available >= replicas
        ? condition("Available", true, "AllReplicasAvailable", count)
        : condition("Available", false, "ReplicasUnavailable", count);
  }

  private Condition progressing(GeneralStatus general, String message) {
    if (GeneralStatuses.isRefused(snapshot, release)) {
      return condition("Progressing", false, "InvalidTemplate", message);
    }
    boolean ended =
        switch (general) {
          case COMPLETED, ROLLED_BACK, FAILED -> true;
          default -> false;
        };
    return condition("Progressing", !ended, wireName(general), message);
  }

  private Condition releaseFailed(String message) {
    Objection objection = snapshot.objection();
    if (objection != null && !objection.passing()) {
      return condition("ReleaseFailed", true, "InvalidTemplate", message);
    }
    return release.failed().isEmpty()
        ? condition("ReleaseFailed", false, "NoFailure", "")
        : condition(
            "ReleaseFailed",
            true,
            release.obstacle().isEmpty() ? "BatchFailed" : "NotInPlace",
            "Revision " + release.failed() + " failed. " + message);
  }

  private String paused() {
    return snapshot.workload().paused() ? "PausedByAnnotation" : "NotPaused";
  }

  private Condition condition(String type, boolean holds, String reason, String message) {
    String status = holds ? "True" : "False";
    Condition condition = new Condition();
    condition.setType(type);
    condition.setStatus(status);
    condition.setReason(reason);
    condition.setMessage(message);
    condition.setObservedGeneration(generation);
    condition.setLastTransitionTime(since(type, status));
    return condition;
  }

  private String since(String type, String status) {
    return before.stream()
        .filter(old -> type.equals(old.getType()) && status.equals(old.getStatus()))
        .map(Condition::getLastTransitionTime)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(seconds(snapshot.now()));
  }

  private static String seconds(Instant instant) {
    return Instant.ofEpochSecond(instant.getEpochSecond()).toString();
  }

  /** {@code WAITING_INTERVAL} as {@code WaitingInterval}. */
  static String wireName(Enum<?> constant) {
    StringBuilder name = new StringBuilder();
    for (String word : constant.name().split("_", -1)) {
      name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
    }
    return name.toString();
  }
}
