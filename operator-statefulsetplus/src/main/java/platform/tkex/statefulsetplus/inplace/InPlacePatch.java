package platform.tkex.statefulsetplus.inplace;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.revision.PodFactory;

/**
 * The requests that bring one living pod to another revision: a resize if its resources differ, and
 * then one strategic merge patch of all else. Both name UID and version of the pod, so that neither
 * acts on another pod or twice.
 */
public final class InPlacePatch {
  private final Pod pod;
  private final Difference difference;
  private final String revision;

  /**
   * A pod as it was seen last, and where it goes.
   *
   * @param difference between the template of its revision and that of {@code revision}
   */
  public InPlacePatch(Pod pod, Difference difference, String revision) {
    this.pod = pod;
    this.difference = difference;
    this.revision = revision;
  }

  /** The body for {@code pods/resize}; empty when the pod has the wanted resources already. */
  public Optional<Map<String, Object>> resize() {
    Map<String, Object> spec = new HashMap<>();
    put(spec, "containers", resized(pod.getSpec().getContainers()));
    put(spec, "initContainers", resized(pod.getSpec().getInitContainers()));
    ResourceRequirements whole = difference.podResources();
    if (whole != null && !Resizes.same(pod.getSpec().getResources(), whole)) {
      spec.put("resources", Resizes.patch(pod.getSpec().getResources(), whole));
    }
    return spec.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Map.of("metadata", guard(pod.getMetadata().getResourceVersion()), "spec", spec));
  }

  private List<Map<String, Object>> resized(List<Container> containers) {
    return containers.stream()
        .filter(container -> difference.resources().containsKey(container.getName()))
        .filter(container -> !Resizes.same(container.getResources(), wanted(container)))
        .map(container ->
            Map.of(
                "name",
                container.getName(),
                "resources",
                (Object) Resizes.patch(container.getResources(), wanted(container))))
        .toList();
  }

  private ResourceRequirements wanted(Container container) {
    return Objects.requireNonNull(difference.resources().get(container.getName()));
  }

  /**
   * The body for the pod itself; empty when a container must be restarted and its image has no
   * second spelling.
   *
   * @param resizedTo version of the pod after its resize; null when there was none
   */
  public Optional<Map<String, Object>> change(@Nullable String resizedTo, Instant now) {
    Map<String, String> images = new TreeMap<>(difference.images());
    for (String restart : difference.restarts()) {
      if (images.containsKey(restart)) {
        continue;
      }
      Optional<String> respelled = respelled(restart);
      if (respelled.isEmpty()) {
        return Optional.empty();
      }
      images.put(restart, respelled.get());
    }
    Map<String, Object> spec = new HashMap<>();
    put(spec, "containers", imaged(pod.getSpec().getContainers(), images));
    put(spec, "initContainers", imaged(pod.getSpec().getInitContainers(), images));
    boolean resized = resizedTo != null;
    long generation =
        Objects.requireNonNullElse(pod.getMetadata().getGeneration(), 0L)
            + (resized ? 1 : 0)
            + (spec.isEmpty() ? 0 : 1);
    UpdateRecord record = record(generation, changed(images), now);

    Map<String, @Nullable Object> metadata =
        new HashMap<>(
            guard(resizedTo == null ? pod.getMetadata().getResourceVersion() : resizedTo));
    Map<String, @Nullable Object> labels = values(difference.labels());
    labels.put(PodFactory.REVISION_LABEL, revision);
    metadata.put("labels", labels);
    Map<String, @Nullable Object> annotations = values(difference.annotations());
    annotations.put(UpdateRecord.ANNOTATION, record.text());
    metadata.put("annotations", annotations);
    Map<String, Object> body = new HashMap<>(Map.of("metadata", metadata));
    put(body, "spec", spec);
    return Optional.of(body);
  }

  /** Containers of the pod whose image becomes another text. */
  private List<Container> changed(Map<String, String> images) {
    return PodContainers.of(pod)
        .filter(container -> images.containsKey(container.getName()))
        .filter(container -> !container.getImage().equals(images.get(container.getName())))
        .toList();
  }

  /** In the order of the pod: any other would be an order to sort its containers. */
  private static List<Map<String, Object>> imaged(
      List<Container> containers, Map<String, String> images) {
    return containers.stream()
        .filter(container -> images.containsKey(container.getName()))
        .filter(container -> !container.getImage().equals(images.get(container.getName())))
        .map(container ->
            Map.<String, Object>of(
                "name",
                container.getName(),
                "image",
                Objects.requireNonNull(images.get(container.getName()))))
        .toList();
  }

  private Optional<String> respelled(String name) {
    return PodContainers.named(pod, name)
        .flatMap(container -> ImageName.respelled(container.getImage(), imageId(name)));
  }

  private String imageId(String container) {
    return reported(container, ContainerStatus::getImageID);
  }

  /** Empty for nothing. */
  private String reported(String container, Function<ContainerStatus, @Nullable String> what) {
    return PodContainers.status(pod, container).map(what).orElse("");
  }

  /** What an earlier change has not finished yet stays in the record. */
  private UpdateRecord record(long generation, List<Container> changed, Instant now) {
    UpdateRecord before = UpdateRecord.of(pod);
    boolean settled = Doneness.of(pod, now).done();
    Map<String, UpdateRecord.Was> was = new TreeMap<>(settled ? Map.of() : before.was());
    for (Container container : changed) {
      UpdateRecord.Was earlier = settled ? null : before.was().get(container.getName());
      was.put(container.getName(), was(container, earlier));
    }
    boolean resized = difference.resizes() || (!settled && before.resized());
    return new UpdateRecord(generation, was, resized);
  }

  private UpdateRecord.Was was(Container container, UpdateRecord.@Nullable Was earlier) {
    String id = reported(container.getName(), ContainerStatus::getContainerID);
    String imageId = imageId(container.getName());
    boolean restart = difference.restarts().contains(container.getName());
    if (earlier == null) {
      return new UpdateRecord.Was(container.getImage(), imageId, id, restart, false);
    }
    String startedBy = earlier.id().equals(id) ? earlier.image() : "";
    return new UpdateRecord.Was(startedBy, imageId, id, restart || earlier.restart(), true);
  }

  private Map<String, Object> guard(String resourceVersion) {
    return Map.of("uid", pod.getMetadata().getUid(), "resourceVersion", resourceVersion);
  }

  private static Map<String, @Nullable Object> values(Map<String, Optional<String>> changes) {
    Map<String, @Nullable Object> values = new TreeMap<>();
    changes.forEach((key, value) -> values.put(key, value.orElse(null)));
    return values;
  }

  private static void put(Map<String, Object> into, String key, List<?> value) {
    if (!value.isEmpty()) {
      into.put(key, new ArrayList<>(value));
    }
  }

  private static void put(Map<String, Object> into, String key, Map<String, ?> value) {
    if (!value.isEmpty()) {
      into.put(key, value);
    }
  }
}
