package platform.tkex.statefulsetplus.abswitch;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.inplace.PodContainers;

/**
 * What the kubelet reports of one slot.
 *
 * @param id of the container; empty before its first start
 * @param runningSince null when it does not run
 * @param started its startup probe, if it has one, has succeeded
 * @param restarts so far, the planned ones among them
 * @param trouble why it does not run and will not soon; empty when it does or may
 */
record SlotStatus(
    String id, @Nullable Instant runningSince, boolean started, int restarts, String trouble) {
  private static final SlotStatus UNKNOWN = new SlotStatus("", null, false, 0, "");
  private static final int LONGEST = 200;

  /** What a container waits for in the good case. */
  private static final Set<String> COMING = Set.of("", "ContainerCreating", "PodInitializing");

  static SlotStatus of(Pod pod, String container) {
    return PodContainers.status(pod, container).map(SlotStatus::of).orElse(UNKNOWN);
  }

  private static SlotStatus of(ContainerStatus status) {
    ContainerState state = Objects.requireNonNullElseGet(status.getState(), ContainerState::new);
    ContainerStateRunning running = state.getRunning();
    return new SlotStatus(
        Objects.requireNonNullElse(status.getContainerID(), ""),
        running == null || running.getStartedAt() == null
            ? null
            : Instant.parse(running.getStartedAt()),
        !Boolean.FALSE.equals(status.getStarted()),
        Objects.requireNonNullElse(status.getRestartCount(), 0),
        trouble(state));
  }

  private static String trouble(ContainerState state) {
    if (state.getTerminated() != null) {
      return "ended with exit code " + state.getTerminated().getExitCode();
    }
    if (state.getWaiting() == null) {
      return "";
    }
    String reason = Objects.requireNonNullElse(state.getWaiting().getReason(), "");
    String message = Objects.requireNonNullElse(state.getWaiting().getMessage(), "");
    String text = message.isEmpty() ? reason : reason + ": " + message;
    return COMING.contains(reason)
        ? ""
        : text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " ...";
  }

  boolean running() {
    return runningSince != null;
  }
}
