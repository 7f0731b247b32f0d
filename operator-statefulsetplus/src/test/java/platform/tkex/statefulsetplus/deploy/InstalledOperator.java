package platform.tkex.statefulsetplus.deploy;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.DevCluster;
import platform.tkex.testkit.Manifests;
import platform.tkex.testkit.Repository;

/** The operator's image and {@code deploy/base} in a cluster with a real node. */
final class InstalledOperator {
  static final String NAMESPACE = "tkex-system";
  private static final String NAME = "operator-statefulsetplus";
  private static final String LEASE = "statefulsetplus";
  private static final String USER = "system:serviceaccount:" + NAMESPACE + ":" + NAME;

  private final KubernetesClient client;
  private final Path auditLog;

  /**
   * One request of the operator in the API server's audit log.
   *
   * @param code of the answer
   */
  record Audited(String what, int code) {}

  private InstalledOperator(Cluster cluster) {
    this.client = cluster.client();
    this.auditLog = cluster.kubeconfig().resolveSibling("audit.log");
  }

  /**
   * Builds the image, loads it, and applies the base; pods of it would do nothing on fake nodes.
   */
  static InstalledOperator onTheRealNode(Cluster cluster) {
    DevCluster.importImage(image());
    List<HasMetadata> objects =
        Manifests.rendered(cluster.client(), "deploy/base").stream()
            .map(o -> o instanceof Deployment d ? onRealNode(d) : o)
            .toList();
    Manifests.apply(cluster.client(), objects);
    return new InstalledOperator(cluster);
  }

  /** The jars were packaged before the integration tests began. */
  private static Path image() {
    Path root = Repository.root();
    ProcessBuilder script = new ProcessBuilder("scripts/images.sh").directory(root.toFile());
    script.environment().put("NO_BUILD", "1");
    try {
      if (script.inheritIO().start().waitFor() != 0) {
        throw new IllegalStateException("scripts/images.sh failed");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return root.resolve("target/images/" + NAME + ".tar");
  }

  private static Deployment onRealNode(Deployment deployment) {
    return new DeploymentBuilder(deployment)
        .editSpec()
        .editTemplate()
        .editSpec()
        .addToNodeSelector("type", "real")
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  /** Every replica of the newest template is ready. */
  void awaitAvailable() {
    Await.until(
        "the Deployment is available",
        () -> {
          Deployment deployment =
              client.apps().deployments().inNamespace(NAMESPACE).withName(NAME).get();
          DeploymentStatus status = deployment.getStatus();
          int wanted = deployment.getSpec().getReplicas();
          return status != null
              && requireNonNullElse(status.getUpdatedReplicas(), 0) == wanted
              && requireNonNullElse(status.getAvailableReplicas(), 0) == wanted
              && requireNonNullElse(status.getReplicas(), 0) == wanted
              && pods().size() == wanted;
        });
  }

  List<Pod> pods() {
    return client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/name", NAME)
        .list()
        .getItems();
  }

  PodResource pod(String name) {
    return client.pods().inNamespace(NAMESPACE).withName(name);
  }

  PodDisruptionBudget budget() {
    return client.policy().v1().podDisruptionBudget().inNamespace(NAMESPACE).withName(NAME).get();
  }

  /** The pod that holds the lease; empty while none does. */
  String leader() {
    Lease lease = client.leases().inNamespace(NAMESPACE).withName(LEASE).get();
    String holder = lease == null ? null : lease.getSpec().getHolderIdentity();
    return holder == null ? "" : holder.split("_", 2)[0];
  }

  String awaitLeader() {
    Await.until("a pod leads", () -> !leader().isEmpty());
    return leader();
  }

  /** What the replicas that run now have written. */
  List<String> logLines() {
    return pods().stream()
        .flatMap(pod -> pod(pod.getMetadata().getName()).getLog().lines())
        .toList();
  }

  /**
   * Addresses behind the Service that serve, as {@code host:port}. Ready says nothing here: the
   * Service publishes those that are not ready too.
   */
  List<String> endpoints() {
    return client
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(NAMESPACE)
        .withLabel("kubernetes.io/service-name", NAME)
        .list()
        .getItems()
        .stream()
        .flatMap(slice ->
            slice.getEndpoints().stream()
                .filter(e -> Boolean.TRUE.equals(e.getConditions().getServing()))
                .filter(e -> !Boolean.TRUE.equals(e.getConditions().getTerminating()))
                .map(
                    e -> e.getAddresses().getFirst() + ":" + slice.getPorts().getFirst().getPort()))
        .toList();
  }

  /** Every request that it made and that was answered. */
  List<Audited> audited() {
    ObjectMapper json = new ObjectMapper();
    try (Stream<String> lines = Files.lines(auditLog)) {
      return lines
          .filter(line -> line.contains(USER) && line.endsWith("}"))
          .map(line -> audited(json, line))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("the cluster of this test is started with --audit", e);
    }
  }

  private static Audited audited(ObjectMapper json, String line) {
    try {
      JsonNode entry = json.readTree(line);
      return new Audited(
          entry.path("verb").asText() + " " + entry.path("requestURI").asText(),
          entry.path("responseStatus").path("code").asInt());
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }

  /** The Deployment and its pods; CRDs and RBAC stay for others. */
  void remove() {
    client.apps().deployments().inNamespace(NAMESPACE).withName(NAME).delete();
    Await.until("its pods are gone", () -> pods().isEmpty());
  }
}
