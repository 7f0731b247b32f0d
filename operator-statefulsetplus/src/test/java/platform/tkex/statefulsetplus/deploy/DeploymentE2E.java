package platform.tkex.statefulsetplus.deploy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.crds.statefulsetplus.GeneralStatus.WAITING_FOR_CONFIRMATION;
import static platform.tkex.testkit.TkexAssertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.Workloads;

/**
 * The operator as {@code deploy/base} runs it, from its own image on a real node: one story in the
 * order of its steps.
 */
@Tag("real-node")
@KubernetesCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@SuppressWarnings("NullAway.Init")
class DeploymentE2E {
  private static final String WORKLOAD = "meeting";

  private KubernetesClient client;
  private String namespace;
  private InstalledOperator operator;

  @BeforeAll
  void install(Cluster cluster, TestNamespace own) {
    client = cluster.client();
    namespace = own.name();
    operator = InstalledOperator.onTheRealNode(cluster);
  }

  @AfterAll
  void remove() {
    operator.remove();
  }

  @Test
  @Order(1)
  void bothReplicasGetReadyInANamespaceOfTheRestrictedProfile() {
    operator.awaitAvailable();

    assertThat(client.namespaces().withName(InstalledOperator.NAMESPACE).get())
        .extracting(n -> n.getMetadata().getLabels().get("pod-security.kubernetes.io/enforce"))
        .isEqualTo("restricted");
    assertThat(operator.pods())
        .hasSize(2)
        .allSatisfy(pod -> {
          assertThat(pod.getSpec().getNodeName()).isEqualTo("real-0");
          assertThat(container(pod).getRestartCount()).isZero();
        })
        .extracting(pod -> pod.getMetadata().getName())
        .contains(operator.awaitLeader());
  }

  @Test
  @Order(2)
  void theLeaderReleasesRealPodsInBatches() {
    client.resource(workload("v1")).create();
    awaitCompleted("v1");

    release("v2");

    awaitCompleted("v2");
    assertThat(get()).hasBatchSizes(2, 2);
  }

  @Test
  @Order(3)
  void aDrainTakesTheLeaderOnlyAndAnotherPodGoesOn() throws Exception {
    String leader = operator.awaitLeader();
    Await.until("the budget allows one eviction", () -> allowedDisruptions() == 1);
    CompletableFuture<List<Pod>> ended =
        operator.pod(leader).informOnCondition(seen -> seen.stream().anyMatch(this::hasEnded));

    assertThat(operator.pod(leader).evict()).isTrue();

    assertThat(allowedDisruptions()).as("the budget keeps the standby").isZero();
    // SIGTERM was enough: a kill after the grace period would be 137.
    assertThat(ended.get(1, TimeUnit.MINUTES))
        .allSatisfy(
            pod -> assertThat(container(pod).getState().getTerminated().getExitCode()).isZero());
    // the standby, or the pod that came for the evicted one if it was quicker to ask
    Await.until(
        "another pod leads",
        () -> !operator.leader().isEmpty() && !operator.leader().equals(leader));
    release("v3");
    awaitCompleted("v3");
    operator.awaitAvailable();
  }

  /** The release runs while its leader gets SIGTERM: nothing is lost of it, nothing done twice. */
  @Test
  @Order(4)
  void aReleaseGoesOnWhenItsLeaderIsDeleted() throws Exception {
    String leader = operator.awaitLeader();
    CompletableFuture<List<Pod>> ended =
        operator.pod(leader).informOnCondition(seen -> seen.stream().anyMatch(this::hasEnded));
    try (PodHistory history = PodHistory.record(client, namespace, WORKLOAD);
        LeaseHistory lease = operator.leaseHistory()) {
      PodHistory.Mark mark = history.mark();
      release("v4");
      Await.until("batch 1 runs", () -> releaseStatus().getBatchOrder() != null);

      operator.pod(leader).delete();

      assertThat(ended.get(1, TimeUnit.MINUTES))
          .as("SIGTERM was enough, and every write had its answer: else 137 or 4")
          .allSatisfy(
              pod -> assertThat(container(pod).getState().getTerminated().getExitCode()).isZero());
      awaitCompleted("v4");
      assertThat(lease.gaps())
          .as("the lease was given back, not left to run out after 15 s")
          .isNotEmpty()
          .allSatisfy(gap -> assertThat(gap).isLessThan(Duration.ofSeconds(8)));
      assertThatHistory(history.since(mark)).createdOnceEach(0, 1, 2, 3);
    }
    operator.awaitAvailable();
  }

  @Test
  @Order(5)
  void anUpgradeOfTheOperatorInTheMiddleOfAReleaseGoesOnWhereItStood() {
    operator.loadVersion("next");
    try (PodHistory history = PodHistory.record(client, namespace, WORKLOAD)) {
      PodHistory.Mark mark = history.mark();
      edit(object -> {
        object.setSpec(workload("v5").getSpec());
        requireNonNull(object.getSpec().getBatchDeployConfig()).setBatchAuto(false);
      });
      Await.untilAsserted(
          "batch 1 waits",
          () -> assertThat(get()).isObserved().hasGeneralStatus(WAITING_FOR_CONFIRMATION));
      BatchDeployStatus before = releaseStatus();

      operator.upgradeTo("next");
      edit(object -> object.getMetadata().getAnnotations().put(Annotations.CONFIRM_BATCH, "2"));
      operator.awaitAvailable();

      awaitCompleted("v5");
      assertThat(operator.pods())
          .extracting(pod -> pod.getSpec().getContainers().getFirst().getImage())
          .containsOnly("tkex/operator-statefulsetplus:next");
      BatchDeployStatus after = releaseStatus();
      assertThat(after.getTargetRevision()).isEqualTo(before.getTargetRevision());
      assertThat(requireNonNull(after.getBatches()).getFirst())
          .as("what the version before had written stands")
          .isEqualTo(requireNonNull(before.getBatches()).getFirst());
      assertThatHistory(history.since(mark)).createdOnceEach(0, 1, 2, 3);
    }
  }

  @Test
  @Order(6)
  void theServiceNamesEveryReplicaAndEachShowsItsMetrics() {
    Await.untilAsserted(
        "two endpoints that serve", () -> assertThat(operator.endpoints()).hasSize(2));

    assertThat(operator.endpoints())
        .allSatisfy(endpoint ->
            assertThat(read(URI.create("http://" + endpoint + "/metrics")))
                .contains("process_cpu", "jvm_memory_used_bytes"));
  }

  @Test
  @Order(7)
  void theApiServerNeverForbadeItAnything() {
    assertThat(operator.audited())
        .isNotEmpty()
        .allSatisfy(entry -> assertThat(entry.code()).as(entry.what()).isNotIn(401, 403));
    assertThat(operator.logLines())
        .isNotEmpty()
        .noneMatch(line -> line.contains("\"level\":\"ERROR\"") || line.contains("Forbidden"));
  }

  /** A list with resourceVersion=0 may be answered from the past: a new leader would act on it. */
  @Test
  @Order(8)
  void noListIsAnsweredFromALaggingCache() {
    assertThat(operator.audited())
        .filteredOn(entry -> entry.what().startsWith("list "))
        .extracting(AuditLog.Audited::what)
        .anyMatch(what -> what.contains("/statefulsetpluses?"))
        .anyMatch(what -> what.contains("/pods?"))
        .anyMatch(what -> what.contains("/controllerrevisions?"))
        .anyMatch(what -> what.contains("/persistentvolumeclaims?"))
        .noneMatch(what -> what.contains("resourceVersion=0"));
  }

  private StatefulSetPlus workload(String version) {
    return Workloads.statefulSetPlus(WORKLOAD)
        .namespace(namespace)
        .replicas(4)
        .batches(2, true)
        .template(t ->
            t.editSpec()
                .withNodeSelector(Map.of("type", "real"))
                .editFirstContainer()
                .withImage("local/pause:1")
                .addNewEnv()
                .withName("VERSION")
                .withValue(version)
                .endEnv()
                .endContainer()
                .endSpec())
        .build();
  }

  private void release(String version) {
    edit(object -> object.setSpec(workload(version).getSpec()));
  }

  private void edit(Consumer<StatefulSetPlus> change) {
    client
        .resources(StatefulSetPlus.class)
        .inNamespace(namespace)
        .withName(WORKLOAD)
        .edit(object -> {
          change.accept(object);
          return object;
        });
  }

  private BatchDeployStatus releaseStatus() {
    return requireNonNull(requireNonNull(get().getStatus()).getBatchDeployStatus());
  }

  private void awaitCompleted(String version) {
    Await.untilAsserted(
        version + " is released",
        () ->
            assertThat(get())
                .isObserved()
                .hasReadyReplicas(4)
                .hasUpdatedReplicas(4)
                .hasCompletedItsRelease());
    assertThat(client.pods().inNamespace(namespace).withLabel("app", WORKLOAD).list().getItems())
        .hasSize(4)
        .allSatisfy(pod ->
            assertThat(pod.getSpec().getContainers().getFirst().getEnv().getFirst().getValue())
                .isEqualTo(version));
  }

  private StatefulSetPlus get() {
    return client.resources(StatefulSetPlus.class).inNamespace(namespace).withName(WORKLOAD).get();
  }

  private int allowedDisruptions() {
    PodDisruptionBudget budget = operator.budget();
    return budget.getStatus() == null ? 0 : budget.getStatus().getDisruptionsAllowed();
  }

  private boolean hasEnded(Pod pod) {
    return container(pod).getState().getTerminated() != null;
  }

  private static ContainerStatus container(Pod pod) {
    return pod.getStatus().getContainerStatuses().getFirst();
  }

  private static String read(URI uri) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
