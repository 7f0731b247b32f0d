package platform.tkex.testkit.operator;

import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.ConfigBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.Manifests;

/** The identity a controller has in production, made usable outside the cluster. */
final class OperatorAccount {

  /**
   * What of deploy/base concerns identity; the Deployment stays out, the process takes its place.
   */
  private static final Set<String> KINDS =
      Set.of(
          "Namespace",
          "ServiceAccount",
          "ClusterRole",
          "ClusterRoleBinding",
          "Role",
          "RoleBinding");

  private static final long TOKEN_SECONDS = 86_400;

  private final Cluster cluster;
  private final String module;

  OperatorAccount(Cluster cluster, String module) {
    this.cluster = cluster;
    this.module = module;
  }

  /**
   * Applies the module's RBAC and writes a kubeconfig that holds a token of its ServiceAccount.
   *
   * @param server what it calls: the API server or what stands in front of it
   */
  void writeKubeconfig(Path file, Endpoint server) {
    List<HasMetadata> identity =
        Manifests.rendered(cluster.client(), "deploy/base").stream()
            .filter(o -> KINDS.contains(o.getKind()))
            .toList();
    Manifests.apply(cluster.client(), identity);
    ServiceAccount account =
        identity.stream()
            .filter(ServiceAccount.class::isInstance)
            .map(ServiceAccount.class::cast)
            .filter(a -> a.getMetadata().getName().endsWith(module))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("deploy/base has no ServiceAccount of " + module));
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, Serialization.asYaml(kubeconfig(token(account), server)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String token(ServiceAccount account) {
    TokenRequest request =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(TOKEN_SECONDS)
            .endSpec()
            .build();
    KubernetesClient client = cluster.client();
    return client
        .serviceAccounts()
        .inNamespace(account.getMetadata().getNamespace())
        .withName(account.getMetadata().getName())
        .tokenRequest(request)
        .getStatus()
        .getToken();
  }

  private Config kubeconfig(String token, Endpoint server) {
    return new ConfigBuilder()
        .withApiVersion("v1")
        .withKind("Config")
        .addNewCluster()
        .withName("it")
        .withNewCluster()
        .withServer(server.url())
        .withCertificateAuthorityData(base64(server.authority()))
        .endCluster()
        .endCluster()
        .addNewUser()
        .withName(module)
        .withNewUser()
        .withToken(token)
        .endUser()
        .endUser()
        .addNewContext()
        .withName("it")
        .withNewContext()
        .withCluster("it")
        .withUser(module)
        .endContext()
        .endContext()
        .withCurrentContext("it")
        .build();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
