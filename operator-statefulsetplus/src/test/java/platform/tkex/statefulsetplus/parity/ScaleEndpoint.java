package platform.tkex.statefulsetplus.parity;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;

/** The scale subresource of a workload: what an autoscaler knows of it. */
final class ScaleEndpoint {

  private final ApiRequests requests;
  private final String path;

  ScaleEndpoint(KubernetesClient client, Workload workload) {
    this.requests = new ApiRequests(client);
    this.path = workload.kind().path(workload.namespace()) + "/" + workload.name() + "/scale";
  }

  GenericKubernetesResource get() {
    return requests.get(path);
  }

  GenericKubernetesResource put(GenericKubernetesResource scale) {
    return requests.put(path, scale);
  }

  GenericKubernetesResource patch(int replicas) {
    return requests.mergePatch(path, "{\"spec\":{\"replicas\":" + replicas + "}}");
  }
}
