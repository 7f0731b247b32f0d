package platform.tkex.bench.speed;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import platform.tkex.testkit.Workloads;

/** One StatefulSet that may have all of its pods down at once. */
final class NativeContender implements Contender {
  private static final IntOrString ALL = new IntOrString("100%");

  private final KubernetesClient client;
  private final String namespace;

  NativeContender(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @Override
  public Rival rival() {
    return Rival.NATIVE;
  }

  @Override
  public void create(String workload, int pods) {
    StatefulSet created =
        client
            .resource(
                Workloads.statefulSet(workload)
                    .editMetadata()
                    .withNamespace(namespace)
                    .endMetadata()
                    .editSpec()
                    .withReplicas(pods)
                    .withPodManagementPolicy("Parallel")
                    .withNewUpdateStrategy()
                    .withType("RollingUpdate")
                    .withNewRollingUpdate()
                    .withMaxUnavailable(ALL)
                    .endRollingUpdate()
                    .endUpdateStrategy()
                    .withTemplate(Templates.of(workload, Templates.FIRST))
                    .endSpec()
                    .build())
            .create();
    if (!ALL.equals(created.getSpec().getUpdateStrategy().getRollingUpdate().getMaxUnavailable())) {
      throw new IllegalStateException(
          "the API server drops maxUnavailable: this cluster needs the feature gate"
              + " MaxUnavailableStatefulSet");
    }
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

  private Resource<StatefulSet> resource(String workload) {
    return client.apps().statefulSets().inNamespace(namespace).withName(workload);
  }
}
