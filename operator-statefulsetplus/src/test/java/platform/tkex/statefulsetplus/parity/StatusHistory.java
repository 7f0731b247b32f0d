package platform.tkex.statefulsetplus.parity;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import platform.tkex.testkit.Await;

/**
 * Every state of one workload that the API server told since this was started; short ones are not
 * missed.
 */
final class StatusHistory implements AutoCloseable {

  private final List<StatefulSet> states = new CopyOnWriteArrayList<>();
  private final Watch watch;

  StatusHistory(KubernetesClient client, Workload workload) {
    this.watch =
        client
            .genericKubernetesResources(workload.kind().definition())
            .inNamespace(workload.namespace())
            .withName(workload.name())
            .watch(
                new Watcher<GenericKubernetesResource>() {
                  @Override
                  public void eventReceived(Action action, GenericKubernetesResource state) {
                    states.add(
                        client.getKubernetesSerialization().convertValue(state, StatefulSet.class));
                  }

                  @Override
                  public void onClose(WatcherException cause) {
                    // What was not told cannot be waited for; the wait fails with the states seen.
                  }
                });
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
