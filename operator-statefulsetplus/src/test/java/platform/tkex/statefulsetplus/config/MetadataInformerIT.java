package platform.tkex.statefulsetplus.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import platform.tkex.common.client.ClientFactory;
import platform.tkex.common.client.Clients;
import platform.tkex.common.read.KubernetesReader;
import platform.tkex.common.read.Selection;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;

/** Of large objects only their metadata travel, by list and by watch. */
@KubernetesCluster
class MetadataInformerIT {

  @Test
  void itHoldsMetadataAlone(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    client.resource(map(namespace, "listed", "yes")).create();
    client.resource(map(namespace, "other", "no")).create();
    ClientFactory factory = ClientFactory.of(cluster.kubeconfig(), "tkex-test");
    try (Clients clients = Clients.from(factory);
        SharedIndexInformer<ConfigMap> informer =
            new KubernetesReader(clients, namespace.name())
                .informer(ConfigMap.class, Selection.metadataOf("kept=yes"))) {
      informer.start().toCompletableFuture().join();
      assertThat(informer.getStore().listKeys()).containsExactly(namespace.name() + "/listed");
      assertBare(informer, namespace.name() + "/listed");

      client.resource(map(namespace, "watched", "yes")).create();
      Await.until(
          "the watch shows it",
          () -> informer.getStore().getByKey(namespace.name() + "/watched") != null);
      assertBare(informer, namespace.name() + "/watched");

      client.resource(map(namespace, "watched", "no")).patch();
      Await.until(
          "it is not selected any more",
          () -> informer.getStore().getByKey(namespace.name() + "/watched") == null);
    }
  }

  @Test
  void itBeginsEmpty(Cluster cluster, KubernetesClient client, TestNamespace namespace) {
    ClientFactory factory = ClientFactory.of(cluster.kubeconfig(), "tkex-test");
    try (Clients clients = Clients.from(factory);
        SharedIndexInformer<ConfigMap> informer =
            new KubernetesReader(clients, namespace.name())
                .informer(ConfigMap.class, Selection.metadataOf("kept=yes"))) {
      informer.start().toCompletableFuture().join();
      client.resource(map(namespace, "later", "yes")).create();
      Await.until(
          "the watch shows it",
          () -> informer.getStore().getByKey(namespace.name() + "/later") != null);
    }
  }

  private static void assertBare(SharedIndexInformer<ConfigMap> informer, String key) {
    ConfigMap found = informer.getStore().getByKey(key);
    assertThat(found.getData()).isEmpty();
    assertThat(found.getMetadata().getUid()).isNotEmpty();
    assertThat(found.getMetadata().getLabels()).containsEntry("kept", "yes");
  }

  private static ConfigMap map(TestNamespace namespace, String name, String kept) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace.name())
        .withName(name)
        .addToLabels("kept", kept)
        .endMetadata()
        .withData(Map.of("large", "x".repeat(1000)))
        .build();
  }
}
