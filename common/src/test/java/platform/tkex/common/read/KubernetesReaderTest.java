package platform.tkex.common.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import platform.tkex.common.client.ClientFactory;
import platform.tkex.common.client.Clients;
import platform.tkex.common.client.FakeApiServer;
import platform.tkex.common.client.FakeApiServer.Reply;

@SuppressWarnings("NullAway.Init")
class KubernetesReaderTest {
  private static final String LIST =
      "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1";
  private static final String WATCH =
      "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

  @TempDir private static Path folder;
  private final FakeApiServer server = new FakeApiServer();
  private Clients clients;

  @BeforeEach
  void connect() throws IOException {
    Path kubeconfig = folder.resolve("kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        current-context: c
        contexts: [{name: c, context: {cluster: k, user: u}}]
        clusters: [{name: k, cluster: {server: "%s"}}]
        users: [{name: u, user: {token: "x"}}]
        """
            .formatted(server.url()));
    clients = Clients.from(ClientFactory.of(kubeconfig, "test"));
  }

  @AfterEach
  void close() {
    clients.close();
    server.close();
  }

  /** As a real server answers: {@code "items": null} when there is nothing. */
  @Test
  void aCacheOfMetadataBeginsWithNothingAndFollowsTheWatch() throws Exception {
    server.answers(_ ->
        new Reply(
            200,
            """
            {"kind":"PartialObjectMetadataList","apiVersion":"meta.k8s.io/v1",
             "metadata":{"resourceVersion":"7"},"items":null}
            """));
    server.onWatch(watch ->
        watch.send(
            "ADDED",
            """
            {"kind":"PartialObjectMetadata","apiVersion":"meta.k8s.io/v1",
             "metadata":{"namespace":"x","name":"a","uid":"u","resourceVersion":"8"}}
            """));
    try (SharedIndexInformer<ConfigMap> informer =
        new KubernetesReader(clients, "x")
            .informer(ConfigMap.class, Selection.metadataOf("app=web,tier"))) {

      informer.start().toCompletableFuture().get(20, TimeUnit.SECONDS);

      await().until(() -> informer.getIndexer().getByKey("x/a") != null);
      assertThat(server.requests())
          .singleElement()
          .satisfies(request -> {
            assertThat(request.accept()).isEqualTo(LIST);
            assertThat(request.query()).containsEntry("labelSelector", "app=web,tier");
          });
      assertThat(server.watches())
          .singleElement()
          .satisfies(request -> {
            assertThat(request.accept()).isEqualTo(WATCH);
            assertThat(request.query()).containsEntry("labelSelector", "app=web,tier");
          });
    }
  }
}
