package platform.tkex.statefulsetplus.parity;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** The claims of a namespace, and a workload that has one per pod. */
final class Claims {

  private final KubernetesClient client;
  private final String namespace;

  Claims(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /** Adds the claim template {@code data}, of the cluster's default class, and mounts it. */
  static StatefulSetBuilder add(StatefulSetBuilder set) {
    return set.editSpec()
        .addNewVolumeClaimTemplate()
        .withNewMetadata()
        .withName("data")
        .endMetadata()
        .withNewSpec()
        .withAccessModes("ReadWriteOnce")
        .withNewResources()
        .addToRequests("storage", new Quantity("1Gi"))
        .endResources()
        .endSpec()
        .endVolumeClaimTemplate()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .addNewVolumeMount()
        .withName("data")
        .withMountPath("/data")
        .endVolumeMount()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec();
  }

  /** The same with what happens to claims when the workload is deleted and when it is scaled in. */
  static StatefulSetBuilder add(StatefulSetBuilder set, String whenDeleted, String whenScaled) {
    return retain(add(set), whenDeleted, whenScaled);
  }

  static StatefulSetBuilder retain(StatefulSetBuilder set, String whenDeleted, String whenScaled) {
    return set.editSpec()
        .withNewPersistentVolumeClaimRetentionPolicy(whenDeleted, whenScaled)
        .endSpec();
  }

  List<PersistentVolumeClaim> all() {
    return client.persistentVolumeClaims().inNamespace(namespace).list().getItems();
  }

  List<String> names() {
    return all().stream().map(c -> c.getMetadata().getName()).sorted().toList();
  }

  /** UIDs, ordered by name. */
  List<String> uids() {
    return all().stream()
        .sorted((a, b) -> a.getMetadata().getName().compareTo(b.getMetadata().getName()))
        .map(c -> c.getMetadata().getUid())
        .toList();
  }

  /** Kinds of the owners of each claim, by name of the claim. */
  List<String> owners() {
    return all().stream()
        .sorted((a, b) -> a.getMetadata().getName().compareTo(b.getMetadata().getName()))
        .flatMap(c -> c.getMetadata().getOwnerReferences().stream().map(o -> o.getKind()))
        .toList();
  }

  /** Names of the claims that a pod mounts. */
  static List<String> mountedBy(Pod pod) {
    return pod.getSpec().getVolumes().stream()
        .filter(volume -> volume.getPersistentVolumeClaim() != null)
        .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
        .toList();
  }
}
