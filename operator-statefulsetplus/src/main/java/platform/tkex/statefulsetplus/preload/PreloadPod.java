package platform.tkex.statefulsetplus.preload;

import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One of our pods, and what has become of its pull.
 *
 * @param why it failed; empty when it has not
 * @param givenUp when it has failed at the latest
 */
record PreloadPod(
    String name,
    String uid,
    String node,
    String image,
    State state,
    String why,
    boolean terminating,
    Instant givenUp) {

  /** A node that is gone says nothing, and starts no clock of its own. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  private static final Set<String> ENDED = Set.of("Failed", "Succeeded");

  /** What has become of the pull. */
  enum State {
    PULLING,
    PULLED,
    FAILED
  }

  /** A pod as it was seen last. */
  static PreloadPod of(Pod pod, Duration timeout, Instant now) {
    Instant created = Instant.parse(pod.getMetadata().getCreationTimestamp());
    Instant givenUp = created.plus(timeout).plus(SLACK);
    Optional<ContainerStatus> status = status(pod);
    String phase = pod.getStatus() == null ? null : pod.getStatus().getPhase();
    // no runtime makes a container before it has the image
    boolean pulled =
        status.map(ContainerStatus::getImageID).filter(id -> !id.isEmpty()).isPresent();
    boolean failed =
        ENDED.contains(Objects.requireNonNullElse(phase, "")) || !now.isBefore(givenUp);
    State state = pulled ? State.PULLED : failed ? State.FAILED : State.PULLING;
    return new PreloadPod(
        pod.getMetadata().getName(),
        pod.getMetadata().getUid(),
        Objects.requireNonNullElse(pod.getSpec().getNodeName(), ""),
        pod.getSpec().getContainers().getFirst().getImage(),
        state,
        state == State.FAILED ? why(pod, status, timeout) : "",
        pod.getMetadata().getDeletionTimestamp() != null,
        givenUp);
  }

  /** One that was made a moment ago. */
  static PreloadPod unseen(String name, Instant now) {
    return new PreloadPod(name, "", "", "", State.PULLING, "", false, now);
  }

  /** One that was deleted a moment ago. */
  PreloadPod going() {
    return new PreloadPod(name, uid, node, image, state, why, true, givenUp);
  }

  private static Optional<ContainerStatus> status(Pod pod) {
    return pod.getStatus() == null
        ? Optional.empty()
        : pod.getStatus().getContainerStatuses().stream()
            .filter(status -> PreloadPods.CONTAINER.equals(status.getName()))
            .findFirst();
  }

  private static String why(Pod pod, Optional<ContainerStatus> status, Duration timeout) {
    Optional<ContainerStateWaiting> waiting =
        status.map(ContainerStatus::getState).map(state -> state.getWaiting());
    String reason = waiting.map(ContainerStateWaiting::getReason).orElse("");
    if (reason.contains("Image")) {
      return words(reason, waiting.map(ContainerStateWaiting::getMessage).orElse(""));
    }
    String of = pod.getStatus() == null ? null : pod.getStatus().getReason();
    return of == null || of.equals("DeadlineExceeded")
        ? "not within " + timeout.toSeconds() + " s"
        : words(of, pod.getStatus().getMessage());
  }

  private static String words(String reason, @Nullable String message) {
    return message == null || message.isEmpty() ? reason : reason + ": " + message;
  }
}
