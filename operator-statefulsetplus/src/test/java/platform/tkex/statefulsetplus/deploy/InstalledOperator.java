package platform.tkex.statefulsetplus.deploy;

import static java.util.Objects.requireNonNullElse;

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
import java.nio.file.Path;
import java.util.List;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.DevCluster;
import platform.tkex.testkit.Manifests;
import platform.tkex.testkit.Repository;

/** The operator's image and {@code deploy/base} in a cluster with a real node. */
final class InstalledOperator {
  static final String NAMESPACE = AuditLog.NAMESPACE;
  private static final String NAME = AuditLog.ACCOUNT;
  private static final String LEASE = "statefulsetplus";

  private final KubernetesClient client;
  private final Cluster cluster;

  private InstalledOperator(Cluster cluster) {
    this.client = cluster.client();
    this.cluster = cluster;
  }

  /**
   * Builds the image, loads it, and applies the base; pods of it would do nothing on fake nodes.
   */
  static InstalledOperator onTheRealNode(Cluster cluster) {
    DevCluster.importImage(image("dev"));
    List<HasMetadata> objects =
        Manifests.rendered(cluster.client(), "deploy/base").stream()
            .map(o -> o instanceof Deployment d ? onRealNode(d) : o)
            .toList();
    Manifests.apply(cluster.client(), objects);
    return new InstalledOperator(cluster);
  }

  /** The jars were packaged before the integration tests began. */
  private static Path image(String tag) {
    Path root = Repository.root();
    ProcessBuilder script = new ProcessBuilder("scripts/images.sh").directory(root.toFile());
    script.environment().put("NO_BUILD", "1");
    script.environment().put("TAG", tag);
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

  /** Loads the same program under another tag; for the cluster it is another version. */
  void loadVersion(String tag) {
    DevCluster.importImage(image(tag));
  }

  /** Rolls another version out, as {@code kubectl set image} does; awaits nothing. */
  void upgradeTo(String tag) {
    client
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName(NAME)
        .edit(deployment ->
            new DeploymentBuilder(deployment)
                .editSpec()
                .editTemplate()
                .editSpec()
                .editFirstContainer()
                .withImage("tkex/" + NAME + ":" + tag)
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build());
  }

  LeaseHistory leaseHistory() {
    return new LeaseHistory(client, NAMESPACE, LEASE);
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
  List<AuditLog.Audited> audited() {
    return AuditLog.of(cluster);
  }

  /** The Deployment and its pods; CRDs and RBAC stay for others. */
  void remove() {
    client.apps().deployments().inNamespace(NAMESPACE).withName(NAME).delete();
    Await.until("its pods are gone", () -> pods().isEmpty());
  }
}
