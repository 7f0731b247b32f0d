package platform.tkex.bench.speed;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import platform.tkex.crds.statefulsetplus.PodManagementPolicy;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.testkit.Workloads;

/** One StatefulSetPlus whose releases have one batch. */
final class PlusContender implements Contender {
  private final KubernetesClient client;
  private final String namespace;

  PlusContender(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  public Rival rival() {
    return Rival.PLUS;
  }

  @Override
  public void create(String workload, int pods) {
    client
        .resource(
            Workloads.statefulSetPlus(workload)
                .namespace(namespace)
                .replicas(pods)
                .podManagementPolicy(PodManagementPolicy.PARALLEL)
                .batches(1, true)
                .spec(spec -> spec.setRevisionHistoryLimit(2))
                .template(_ -> new PodTemplateSpecBuilder(Templates.of(workload, Templates.FIRST)))
                .build())
        .create();
  }

  @Override
  public void recreate(String workload) {
    resource(workload)
        .patch(
            PatchContext.of(PatchType.JSON),
            "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\""
                + Templates.SECOND
                + "\"}]");
  }

  @Override
  public void remove(String workload) {
    resource(workload).withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
  }

  private Resource<StatefulSetPlus> resource(String workload) {
    return client.resources(StatefulSetPlus.class).inNamespace(namespace).withName(workload);
  }
}
