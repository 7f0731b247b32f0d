package platform.tkex.statefulsetplus.act;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import platform.tkex.common.pods.PodCache;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.model.PodNames;
import platform.tkex.statefulsetplus.model.Selector;
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
    Selector selector = new Selector(owner.getSpec().getSelector());
    List<Write> writes = new ArrayList<>();
    for (Pod pod : pods.ownedBy(owner.getMetadata().getUid())) {
      if (!belongs(owner, selector, pod)) {
        writes.add(owners(pod, others(owner, pod)));
      }
    }
    List<Pod> orphans =
        pods.orphansIn(owner.getMetadata().getNamespace()).stream()
            .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
            .filter(pod -> belongs(owner, selector, pod))
            .toList();
    if (!orphans.isEmpty() && stillThere.getAsBoolean()) {
      orphans.forEach(pod -> writes.add(owners(pod, withOurs(owner, pod))));
    }
    if (!writes.isEmpty()) {
      writer.run(writes);
    }
    return !writes.isEmpty();
  }

  private static boolean belongs(StatefulSetPlus owner, Selector selector, Pod pod) {
    return PodNames.ordinal(owner.getMetadata().getName(), pod.getMetadata().getName()).isPresent()
        && selector.matches(pod);
  }

  /** Owners of another kind of tie are none of our business: they stay. */
  private static List<OwnerReference> others(StatefulSetPlus owner, Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(reference -> !reference.getUid().equals(owner.getMetadata().getUid()))
        .toList();
  }

  private static List<OwnerReference> withOurs(StatefulSetPlus owner, Pod pod) {
    List<OwnerReference> owners = new ArrayList<>(others(owner, pod));
    owners.add(PodFactory.controller(owner));
    return owners;
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
}
