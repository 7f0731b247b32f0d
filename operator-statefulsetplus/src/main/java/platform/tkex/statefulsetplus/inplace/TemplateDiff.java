package platform.tkex.statefulsetplus.inplace;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Compares two templates of pods by what a pod that lives on can change. */
final class TemplateDiff {
  private static final Set<String> RESIZABLE = Set.of("cpu", "memory");

  private final PodTemplateSpec from;
  private final PodTemplateSpec to;
  private final Map<String, String> images = new LinkedHashMap<>();
  private final Map<String, ResourceRequirements> resources = new LinkedHashMap<>();

  private TemplateDiff(PodTemplateSpec from, PodTemplateSpec to) {
    this.from = from;
    this.to = to;
  }

  static Difference between(PodTemplateSpec from, PodTemplateSpec to) {
    return new TemplateDiff(from, to).compare();
  }

  private Difference compare() {
    Map<String, Optional<String>> labels = changes(meta(from).getLabels(), meta(to).getLabels());
    Map<String, Optional<String>> annotations =
        changes(meta(from).getAnnotations(), meta(to).getAnnotations());
    Map<String, Container> before = living(from.getSpec());
    for (Container after : living(to.getSpec()).values()) {
      Container was = before.get(after.getName());
      if (was != null) {
        compare(was, after);
      }
    }
    ResourceRequirements whole = to.getSpec().getResources();
    boolean wholeStays = Objects.equals(from.getSpec().getResources(), whole);
    return new Difference(
        Map.copyOf(images),
        labels,
        annotations,
        Map.copyOf(resources),
        wholeStays ? null : whole,
        restarts(labels.keySet(), annotations.keySet()),
        barrier());
  }

  private void compare(Container was, Container is) {
    if (!was.getImage().equals(is.getImage())) {
      images.put(is.getName(), is.getImage());
    }
    if (!resources(was).equals(resources(is))) {
      resources.put(is.getName(), resources(is));
    }
  }

  /** The first thing that stays different when all that can change has changed. */
  private String barrier() {
    Optional<String> other =
        JsonDifference.first("spec.template.metadata.finalizers", finalizers(from), finalizers(to))
            .or(() ->
                JsonDifference.first(
                    "spec.template.spec", rest(from.getSpec()), rest(to.getSpec())));
    return other.or(this::resourceBarrier).orElse("");
  }

  private Optional<String> resourceBarrier() {
    PodSpec before = from.getSpec();
    PodSpec after = to.getSpec();
    ResourceRequirements whole = before.getResources();
    boolean comesOrGoes = (whole == null) != (after.getResources() == null);
    boolean fixed =
        whole != null && after.getResources() != null && isFixed(whole, after.getResources());
    if (comesOrGoes || fixed) {
      return JsonDifference.first("spec.template.spec.resources", whole, after.getResources());
    }
    Map<String, Container> containers = living(before);
    for (Map.Entry<String, ResourceRequirements> change : resources.entrySet()) {
      ResourceRequirements was =
          resources(Objects.requireNonNull(containers.get(change.getKey()), "in both templates"));
      if (isFixed(was, change.getValue())) {
        return JsonDifference.first(
            "spec.template.spec.containers[" + change.getKey() + "].resources",
            was,
            change.getValue());
      }
    }
    QosClass qosBefore = QosClass.of(before);
    QosClass qosAfter = QosClass.of(after);
    return qosBefore == qosAfter
        ? Optional.empty()
        : Optional.of(
            "spec.template.spec.containers[].resources change the QoS class from %s to %s"
                .formatted(qosBefore, qosAfter));
  }

  /** Only cpu and memory can be resized, and what is stated once cannot be taken away. */
  private static boolean isFixed(ResourceRequirements was, ResourceRequirements is) {
    return isFixed(was.getRequests(), is.getRequests())
        || isFixed(was.getLimits(), is.getLimits())
        || !Objects.equals(was.getClaims(), is.getClaims());
  }

  private static boolean isFixed(@Nullable Map<String, ?> was, @Nullable Map<String, ?> is) {
    Map<String, ?> before = Objects.requireNonNullElse(was, Map.of());
    Map<String, ?> after = Objects.requireNonNullElse(is, Map.of());
    return changes(before, after).entrySet().stream()
        .anyMatch(change -> !RESIZABLE.contains(change.getKey()) || change.getValue().isEmpty());
  }

  /** Containers whose environment a change of these labels and annotations does not reach. */
  private Set<String> restarts(Set<String> labels, Set<String> annotations) {
    Predicate<String> changes =
        path ->
            labels.stream().anyMatch(key -> path.equals("metadata.labels['" + key + "']"))
                || annotations.stream()
                    .anyMatch(key -> path.equals("metadata.annotations['" + key + "']"));
    return living(to.getSpec()).values().stream()
        .filter(container -> !images.containsKey(container.getName()))
        .filter(container -> environment(container).anyMatch(changes))
        .map(Container::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> environment(Container container) {
    return container.getEnv().stream()
        .map(variable -> variable.getValueFrom())
        .filter(source -> source != null && source.getFieldRef() != null)
        .map(source -> source.getFieldRef().getFieldPath());
  }

  /** Containers that run as long as the pod: init containers that restart always are sidecars. */
  private static Map<String, Container> living(PodSpec spec) {
    Map<String, Container> living = new LinkedHashMap<>();
    spec.getInitContainers().stream()
        .filter(TemplateDiff::isSidecar)
        .forEach(container -> living.put(container.getName(), container));
    spec.getContainers().forEach(container -> living.put(container.getName(), container));
    return living;
  }

  private static boolean isSidecar(Container init) {
    return "Always".equals(init.getRestartPolicy());
  }

  /** Without what a living pod can change. */
  private static PodSpec rest(PodSpec spec) {
    return new PodSpecBuilder(spec)
        .withResources(null)
        .withContainers(spec.getContainers().stream().map(TemplateDiff::rest).toList())
        .withInitContainers(
            spec.getInitContainers().stream()
                .map(init -> isSidecar(init) ? rest(init) : init)
                .toList())
        .build();
  }

  private static Container rest(Container container) {
    return new ContainerBuilder(container).withImage(null).withResources(null).build();
  }

  private static <V> Map<String, Optional<V>> changes(
      @Nullable Map<String, ? extends V> was, @Nullable Map<String, ? extends V> is) {
    Map<String, V> before = was == null ? Map.of() : new HashMap<>(was);
    Map<String, V> after = is == null ? Map.of() : new HashMap<>(is);
    Map<String, Optional<V>> changes = new TreeMap<>();
    before.keySet().stream()
        .filter(key -> !after.containsKey(key))
        .forEach(key -> changes.put(key, Optional.empty()));
    after.forEach((key, value) -> {
      if (!value.equals(before.get(key))) {
        changes.put(key, Optional.of(value));
      }
    });
    return changes;
  }

  private static ObjectMeta meta(PodTemplateSpec template) {
    return Objects.requireNonNullElseGet(template.getMetadata(), ObjectMeta::new);
  }

  private static Object finalizers(PodTemplateSpec template) {
    return meta(template).getFinalizers();
  }

  private static ResourceRequirements resources(Container container) {
    return Objects.requireNonNullElseGet(container.getResources(), ResourceRequirements::new);
  }
}
