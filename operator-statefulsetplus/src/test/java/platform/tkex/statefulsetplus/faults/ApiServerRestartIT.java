package platform.tkex.statefulsetplus.faults;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.faults.Trial.Ending;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.DevCluster;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.operator.OperatorProcess;
import platform.tkex.testkit.operator.OperatorSettings;

/**
 * The API server goes away in the middle of a release and comes back. Alone: for all others too.
 */
@FaultTest
@Isolated
@DisabledIfEnvironmentVariable(
    named = "TKEX_KUBECONFIG",
    matches = ".+",
    disabledReason = "a cluster of another make is not ours to restart")
class ApiServerRestartIT {

  private static final Duration QUIET = Duration.ofSeconds(2);

  @ParameterizedTest(name = "killed: {0}")
  @ValueSource(booleans = {false, true})
  void theReleaseGoesOn(boolean killed, Cluster cluster, TestNamespace namespace) {
    KubernetesClient client = namespace.client();
    PodHistory pods = PodHistory.recordOverRestarts(client, namespace.name(), "web");
    OperatorSettings settings =
        OperatorSettings.statefulSetPlus()
            .named("restart")
            .with("--watch-namespace=" + namespace.name());
    try (OperatorProcess operator = OperatorProcess.of(cluster, settings);
        Trial trial = Trial.create(namespace, "web", Ending.COMPLETED, pods)) {
      // when the scheduler notices that the API server is back is not the operator's matter
      trial
          .workload()
          .editTemplate(template -> template.editSpec().withNodeName("fake-0").endSpec());
      operator.start();
      trial.awaitRunning();
      trial.release();
      Await.until("the release is under way", () -> trial.workload().images().contains("v2"));

      DevCluster.restart("kube-apiserver", killed);

      trial.awaitEnd();
      awaitQuiet(namespace);
      trial.check();
    }
  }

  /** Waits until nothing in the namespace changes any more. */
  private static void awaitQuiet(TestNamespace namespace) {
    List<?>[] seen = {List.of()};
    Instant[] since = {Instant.now()};
    Await.until(
        "nothing changes any more",
        () -> {
          List<String> now = versions(namespace.client(), namespace.name());
          if (!now.equals(seen[0])) {
            seen[0] = now;
            since[0] = Instant.now();
          }
          return since[0].plus(QUIET).isBefore(Instant.now());
        });
  }

  private static List<String> versions(KubernetesClient client, String namespace) {
    return Stream.of(
            client.resources(StatefulSetPlus.class).inNamespace(namespace).list().getItems(),
            client.pods().inNamespace(namespace).list().getItems(),
            client.apps().controllerRevisions().inNamespace(namespace).list().getItems(),
            client.v1().events().inNamespace(namespace).list().getItems())
        .<HasMetadata>flatMap(List::stream)
        .map(object -> object.getMetadata().getUid() + object.getMetadata().getResourceVersion())
        .sorted()
        .toList();
  }
}
