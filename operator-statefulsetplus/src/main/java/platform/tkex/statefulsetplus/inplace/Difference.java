package platform.tkex.statefulsetplus.inplace;

import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What brings a living pod from one template to another.
 *
 * @param images by container, native sidecars among them
 * @param labels by name; empty for one that goes
 * @param annotations by name; empty for one that goes
 * @param resources by container, native sidecars among them
 * @param podResources of the whole pod; null when they stay
 * @param restarts containers whose environment is read from a label or an annotation that changes
 * @param barrier the first field that a living pod cannot change, with both values; empty when it
 *     can have all of it
 */
public record Difference(
    Map<String, String> images,
    Map<String, Optional<String>> labels,
    Map<String, Optional<String>> annotations,
    Map<String, ResourceRequirements> resources,
    @Nullable ResourceRequirements podResources,
    Set<String> restarts,
    String barrier) {

  /** It needs the resize subresource. */
  boolean resizes() {
    return podResources != null || !resources.isEmpty();
  }
}
