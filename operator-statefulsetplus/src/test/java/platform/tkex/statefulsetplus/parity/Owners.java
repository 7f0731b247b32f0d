package platform.tkex.statefulsetplus.parity;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;

/** Owner references that are not the workload's. */
final class Owners {

  private Owners() {}

  /** A real owner, since the garbage collector removes what belongs to none. */
  static OwnerReference stranger(KubernetesClient client, String namespace, boolean controller) {
    ConfigMap owner =
        client
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName("stranger")
                    .endMetadata()
                    .build())
            .create();
    return new OwnerReference(
        "v1", true, controller, "ConfigMap", "stranger", owner.getMetadata().getUid());
  }

  /** A merge patch that leaves exactly these. */
  static String patch(KubernetesClient client, OwnerReference... owners) {
    return "{\"metadata\":{\"ownerReferences\":"
        + client.getKubernetesSerialization().asJson(List.of(owners))
        + "}}";
  }

  /** UIDs of the owners, in their order. */
  static List<String> uids(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream().map(o -> o.getUid()).toList();
  }
}
