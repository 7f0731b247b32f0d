package platform.tkex.testkit;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
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

  /** Where the API server is. */
  public String server() {
    return client.getConfiguration().getMasterUrl();
  }

  /** The certificate of the API server's authority, in PEM form. */
  public String authority() {
    Config admin = client.getConfiguration();
    if (admin.getCaCertData() != null) {
      return new String(Base64.getDecoder().decode(admin.getCaCertData()), StandardCharsets.UTF_8);
    }
    try {
      return Files.readString(Path.of(admin.getCaCertFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
