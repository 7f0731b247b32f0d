package platform.tkex.statefulsetplus.inplace;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateRunning;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether the last change in place of a pod has taken effect.
 *
 * <p>The kubelet says that it has seen the change before it acts on it, for up to a second or the
 * whole grace period; and it may report any name of an image that has several. So three things
 * count together: it has seen the change, another container runs than before, and that one's image
 * is the wanted one or, if its name is another, not the one before.
 *
 * @param done it has taken effect, whether or not the containers are ready
 * @param hopeless the node can never hold the wanted resources
 * @param since when the last of the changed containers was started, by the node's clock; null when
 *     none was changed
 * @param settles until then nobody can tell the new container from the old one; null when there is
 *     no such doubt
 */
public record Doneness(
    boolean done, boolean hopeless, @Nullable Instant since, @Nullable Instant settles) {

  /** A pod that was never changed in place. */
  public static final Doneness UNCHANGED = new Doneness(true, false, null, null);

  /** A change was sent, and the pod is not seen since. */
  public static final Doneness SENT = new Doneness(false, false, null, null);

  /** The kubelet kills what it is to replace within seconds after it has seen the change. */
  private static final Duration SURE = Duration.ofSeconds(15);

  private static final long DEFAULT_GRACE = 30;

  /** Judges the pod as it was seen last. */
  public static Doneness of(Pod pod, Instant now) {
    UpdateRecord record = UpdateRecord.of(pod);
    return record.equals(UpdateRecord.NONE) ? UNCHANGED : new Judge(pod, record, now).judge();
  }

  private static final class Judge {
    private final Pod pod;
    private final UpdateRecord record;
    private final Instant now;
    private @Nullable Instant since;
    private @Nullable Instant settles;

    Judge(Pod pod, UpdateRecord record, Instant now) {
      this.pod = pod;
      this.record = record;
      this.now = now;
    }

    Doneness judge() {
      Long observed = pod.getStatus() == null ? null : pod.getStatus().getObservedGeneration();
      if (observed == null || observed < record.generation()) {
        return SENT;
      }
      // of each, for they all tell since when
      List<Boolean> each = record.was().entrySet().stream().map(this::isReplaced).toList();
      boolean replaced = !each.contains(false);
      boolean resizes = record.resized() && isNewest();
      return new Doneness(
          replaced && (!resizes || isResized()),
          resizes && isInfeasible(),
          since,
          replaced ? null : settles);
    }

    /** Nobody has resized the pod since, as an autoscaler does, which is none of our business. */
    private boolean isNewest() {
      Long generation = pod.getMetadata().getGeneration();
      return generation == null || generation <= record.generation();
    }

    private boolean isReplaced(Map.Entry<String, UpdateRecord.Was> was) {
      Container container = PodContainers.named(pod, was.getKey()).orElse(null);
      ContainerStatus status = PodContainers.status(pod, was.getKey()).orElse(null);
      if (container == null || status == null) {
        // not of this pod: the record is of another time
        return container == null;
      }
      ContainerStateRunning running =
          status.getState() == null ? null : status.getState().getRunning();
      if (running != null && running.getStartedAt() != null) {
        Instant started = Instant.parse(running.getStartedAt());
        since = since == null || started.isAfter(since) ? started : since;
      }
      return isReplaced(was.getValue(), container.getImage(), status, running);
    }

    private boolean isReplaced(
        UpdateRecord.Was was,
        String wanted,
        ContainerStatus status,
        @Nullable ContainerStateRunning running) {
      String id = Objects.requireNonNullElse(status.getContainerID(), "");
      String imageId = Objects.requireNonNullElse(status.getImageID(), "");
      boolean named =
          ImageName.same(status.getImage(), wanted) || ImageName.hasDigest(wanted, imageId);
      if (id.isEmpty() || id.equals(was.id())) {
        // changed and changed back: the kubelet may have kept it
        return !id.isEmpty() && !was.restart() && (named || ImageName.same(was.image(), wanted));
      }
      if (named) {
        return true;
      }
      boolean otherImage = !imageId.isEmpty() && !imageId.equals(was.imageId());
      if (otherImage && !was.unsettled() && !was.imageId().isEmpty()) {
        return true;
      }
      return hasRunLongEnough(running);
    }

    /** The one before would have been killed by then. */
    private boolean hasRunLongEnough(@Nullable ContainerStateRunning running) {
      if (running == null || running.getStartedAt() == null) {
        return false;
      }
      Long grace = pod.getSpec().getTerminationGracePeriodSeconds();
      Instant sure =
          Instant.parse(running.getStartedAt())
              .plus(SURE)
              .plusSeconds(grace == null ? DEFAULT_GRACE : grace);
      if (now.isBefore(sure)) {
        settles = settles == null || sure.isAfter(settles) ? sure : settles;
        return false;
      }
      return true;
    }

    /** The node has given what the spec asks for. */
    private boolean isResized() {
      boolean underWay =
          Stream.of("PodResizePending", "PodResizeInProgress")
              .anyMatch(type -> condition(type).isPresent());
      return !underWay && PodContainers.of(pod).allMatch(this::isResized);
    }

    private boolean isResized(Container container) {
      ContainerStatus status = PodContainers.status(pod, container.getName()).orElse(null);
      ResourceRequirements asked = container.getResources();
      if (asked == null || status == null || status.getResources() == null) {
        return true;
      }
      ResourceRequirements given = status.getResources();
      return Resizes.covers(given.getRequests(), asked.getRequests())
          && Resizes.covers(given.getLimits(), asked.getLimits());
    }

    private boolean isInfeasible() {
      return condition("PodResizePending")
          .filter(condition -> "Infeasible".equals(condition.getReason()))
          .isPresent();
    }

    private Optional<PodCondition> condition(String type) {
      return pod.getStatus().getConditions().stream()
          .filter(condition -> condition.getType().equals(type))
          .filter(condition -> "True".equals(condition.getStatus()))
          .findFirst();
    }
  }
}
