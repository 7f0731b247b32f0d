package platform.tkex.testkit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control plane that tests of this JVM share, with the suite's CRDs established.
 *
 * @param client cluster admin; closed with this
 * @param kubeconfig the admin's
 */
public record Cluster(KubernetesClient client, Path kubeconfig) implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

  /**
   * Connects to the cluster of {@code TKEX_KUBECONFIG}, else to devcluster's, which is started when
   * it does not run yet and left running.
   */
  static Cluster connect() {
    Path kubeconfig =
        DevCluster.isReplaced() ? Path.of(System.getenv("TKEX_KUBECONFIG")) : DevCluster.up();
    Config config = Kubeconfigs.load(kubeconfig);
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    LOG.info(
        "tests run on {} ({}), Kubernetes {}",
        config.getMasterUrl(),
        kubeconfig,
        client.getKubernetesVersion().getGitVersion());
    CustomResources.establish(client, Repository.root().resolve("deploy/base/crds"));
    return new Cluster(client, kubeconfig);
  }

  @Override
  public void close() {
    client.close();
  }
}
