package platform.tkex.statefulsetplus.inplace;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The quality of service class that Kubernetes gives a pod for its resources; it is fixed for the
 * life of a pod.
 */
enum QosClass {
  GUARANTEED,
  BURSTABLE,
  BEST_EFFORT;

  private static final List<String> RESOURCES = List.of("cpu", "memory");

  static QosClass of(PodSpec spec) {
    ResourceRequirements whole = spec.getResources();
    List<ResourceRequirements> all =
        whole != null
            ? List.of(whole)
            : Stream.concat(spec.getContainers().stream(), spec.getInitContainers().stream())
                .map(QosClass::resources)
                .toList();
    if (all.stream().allMatch(QosClass::asksNothing)) {
      return BEST_EFFORT;
    }
    return all.stream().allMatch(QosClass::isGuaranteed) ? GUARANTEED : BURSTABLE;
  }

  private static ResourceRequirements resources(Container container) {
    return Objects.requireNonNullElseGet(container.getResources(), ResourceRequirements::new);
  }

  private static boolean asksNothing(ResourceRequirements resources) {
    return RESOURCES.stream()
        .allMatch(name ->
            isZero(quantity(resources.getRequests(), name))
                && isZero(quantity(resources.getLimits(), name)));
  }

  /** A request that is not stated is that of the limit. */
  private static boolean isGuaranteed(ResourceRequirements resources) {
    return RESOURCES.stream()
        .allMatch(name -> {
          Quantity limit = quantity(resources.getLimits(), name);
          Quantity request = quantity(resources.getRequests(), name);
          return !isZero(limit) && (request == null || request.compareTo(limit) == 0);
        });
  }

  private static @Nullable Quantity quantity(@Nullable Map<String, Quantity> of, String name) {
    return of == null ? null : of.get(name);
  }

  private static boolean isZero(@Nullable Quantity quantity) {
    return quantity == null || quantity.getNumericalAmount().signum() == 0;
  }
}
