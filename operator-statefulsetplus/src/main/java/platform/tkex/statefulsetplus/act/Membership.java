package platform.tkex.statefulsetplus.act;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.pods.PodCache;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.revision.PodFactory;

/**
 * Adopts orphaned pods that are the workload's by name and labels, and lets go those that are not.
 */
public final class Membership {
  private final PodCache pods;
  private final ApiWriter writer;
  private final KubernetesSerialization json;

  public Membership(PodCache pods, ApiWriter writer, KubernetesSerialization json) {
    this.pods = pods;
    this.writer = writer;
    this.json = json;
  }

  /**
   * Sends what is needed; the pods' own events bring the next pass.
   *
   * @param stillThere reads from the server whether the workload lives: an orphan must not be
   *     adopted on the word of a cache, its owner may have just been deleted with orphaning
   * @return whether anything was sent
   */
  public boolean settle(StatefulSetPlus owner, BooleanSupplier stillThere) {
    if (owner.getMetadata().getDeletionTimestamp() != null) {
      return false;
    }
    List<Write> writes = new ArrayList<>();
    for (Pod pod : pods.ownedBy(owner.getMetadata().getUid())) {
      if (!belongs(owner, pod)) {
        writes.add(owners(pod, List.of()));
      }
    }
    List<Pod> orphans =
        pods.orphansIn(owner.getMetadata().getNamespace()).stream()
            .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
            .filter(pod -> belongs(owner, pod))
            .toList();
    if (!orphans.isEmpty() && stillThere.getAsBoolean()) {
      orphans.forEach(pod -> writes.add(owners(pod, List.of(PodFactory.controller(owner)))));
    }
    if (!writes.isEmpty()) {
      writer.run(writes);
    }
    return !writes.isEmpty();
  }

  private static boolean belongs(StatefulSetPlus owner, Pod pod) {
    String prefix = owner.getMetadata().getName() + "-";
    String name = pod.getMetadata().getName();
    return name.startsWith(prefix)
        && name.substring(prefix.length()).matches("0|[1-9][0-9]{0,8}")
        && matches(
            Objects.requireNonNull(owner.getSpec().getSelector(), "required by the schema"),
            Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of()));
  }

  private Write owners(Pod pod, List<?> references) {
    Map<String, Object> metadata =
        Map.of(
            "uid",
            pod.getMetadata().getUid(),
            "resourceVersion",
            pod.getMetadata().getResourceVersion(),
            "ownerReferences",
            references);
    return Write.mergePatch(
        Paths.pod(pod.getMetadata().getNamespace(), pod.getMetadata().getName()),
        json.asJson(Map.of("metadata", metadata)).getBytes(StandardCharsets.UTF_8));
  }

  static boolean matches(LabelSelector selector, Map<String, String> labels) {
    return labels
            .entrySet()
            .containsAll(
                Objects.requireNonNullElse(selector.getMatchLabels(), Map.<String, String>of())
                    .entrySet())
        && selector.getMatchExpressions().stream().allMatch(term -> matches(term, labels));
  }

  private static boolean matches(LabelSelectorRequirement term, Map<String, String> labels) {
    @Nullable String value = labels.get(term.getKey());
    return switch (term.getOperator()) {
      case "In" -> value != null && term.getValues().contains(value);
      case "NotIn" -> value == null || !term.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }
}
