package platform.tkex.statefulsetplus.parity;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.UnbrokenWatch;

/**
 * Every state of one workload that the API server told since this was started; short ones are not
 * missed.
 */
final class StatusHistory implements AutoCloseable {

  private final List<StatefulSet> states = new CopyOnWriteArrayList<>();
  private final UnbrokenWatch<GenericKubernetesResource> watch;

  StatusHistory(KubernetesClient client, Workload workload) {
    KubernetesSerialization json = client.getKubernetesSerialization();
    Resource<GenericKubernetesResource> object =
        client
            .genericKubernetesResources(workload.kind().definition())
            .inNamespace(workload.namespace())
            .withName(workload.name());
    // a test that waits for a state that was lost fails with those that were told
    this.watch =
        UnbrokenWatch.open(
            object::watch,
            null,
            (_, state) -> states.add(json.convertValue(state, StatefulSet.class)),
            _ -> null);
  }

  /** Waits until a state was told of which this is true, also if it has passed already. */
  void await(String what, Predicate<StatefulSet> condition) {
    Await.until(what, () -> states.stream().anyMatch(condition));
  }

  /** The same, and returns the first of these states. */
  StatefulSet awaitFirst(String what, Predicate<StatefulSet> condition) {
    await(what, condition);
    return states.stream().filter(condition).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    watch.close();
  }
}
