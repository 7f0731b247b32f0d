package platform.tkex.common.client;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.vertx.VertxHttpClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.common.client.FakeApiServer.Reply;
import platform.tkex.common.client.FakeApiServer.Request;
import platform.tkex.common.time.ManualTime;

@SuppressWarnings("NullAway.Init")
class ClientFactoryTest {

  private static final String EMPTY_LIST =
      "{\"kind\":\"ConfigMapList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\"},"
          + "\"items\":[]}";

  @TempDir private static Path folder;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private FakeApiServer server = new FakeApiServer();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({"401, Unauthorized", "403, Forbidden"})
  void aRefusalIsToldAtOnceWithTheServersWords(int code, String reason) {
    server.answers(_ -> new Reply(code, status(code, reason, "user \"x\" may not")));
    try (KubernetesClient client = factory(server.url()).reads()) {
      assertThatThrownBy(() -> list(client))
          .isInstanceOfSatisfying(
              KubernetesClientException.class,
              e -> {
                assertThat(e.getCode()).isEqualTo(code);
                assertThat(e.getStatus().getReason()).isEqualTo(reason);
              })
          .hasMessageContaining("user \"x\" may not");
    }
    assertThat(counted("GET", Integer.toString(code))).isEqualTo(server.requests().size());
  }

  /** A ServiceAccount's token in a kubeconfig lives a day; whoever renews it rewrites the file. */
  @Test
  void aTokenThatIsNoLongerTakenIsReadAgain() {
    Path kubeconfig = token(server.url(), "old");
    server.answers(request ->
        "Bearer new".equals(request.authorization())
            ? new Reply(200, EMPTY_LIST)
            : new Reply(401, status(401, "Unauthorized", "expired")));
    try (KubernetesClient client = ClientFactory.of(kubeconfig, "test").reads()) {
      token(server.url(), "new");

      assertThat(client.configMaps().inNamespace("x").list().getItems()).isEmpty();
    }
    assertThat(server.requests())
        .extracting(Request::authorization)
        .containsExactly("Bearer old", "Bearer new");
  }

  @Test
  void readsAreTriedAgainAndWritesAreNot() {
    List<Reply> replies = List.of(new Reply(503, "{}"), Reply.RESET, new Reply(200, EMPTY_LIST));
    server.answers(request ->
        request.method().equals("GET")
            ? replies.get(server.requests().size() - 1)
            : new Reply(503, "{}"));
    try (KubernetesClient client = factory(server.url()).reads()) {
      assertThat(list(client)).isEmpty();
    }
    assertThat(server.requests()).hasSize(3);
    assertThat(counted("GET", "503")).isEqualTo(1);
    assertThat(counted("GET", "<error>")).isEqualTo(1);
    assertThat(counted("GET", "200")).isEqualTo(1);
    try (KubernetesClient client = factory(server.url()).writes()) {
      assertThatThrownBy(() -> create(client)).isInstanceOf(KubernetesClientException.class);
    }
    assertThat(server.requests()).filteredOn(r -> r.method().equals("POST")).hasSize(1);
  }

  @Test
  void nobodyListening() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (KubernetesClient client = factory("http://localhost:" + free).writes()) {
      assertThatThrownBy(() -> create(client))
          .hasRootCauseInstanceOf(ConnectException.class)
          .hasStackTraceContaining("localhost");
    }
  }

  @Test
  void aLeaseRequestDoesNotWaitLonger() {
    server.answers(_ -> FakeApiServer.Reply.NONE);
    long start = System.nanoTime();
    try (KubernetesClient client = factory(server.url()).leases(Duration.ofSeconds(1))) {
      assertThatThrownBy(() -> list(client)).isInstanceOf(KubernetesClientException.class);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    assertThat(server.requests()).as("sent once").hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void anAdministratorsKeyInPkcs8Form(String algorithm) {
    TestCertificate certificate = TestCertificate.make(folder, algorithm);
    secured(certificate);
    assertThat(certificate.key()).startsWith("-----BEGIN PRIVATE KEY-----");
    Path kubeconfig = certificate.kubeconfig(folder, server.url(), certificate.key());

    try (KubernetesClient client = ClientFactory.of(kubeconfig, "test").writes()) {
      assertThat(list(client)).isEmpty();
    }
  }

  @Test
  void aKeyInAFileBehindWhatOpensslWritesBeforeIt() {
    TestCertificate certificate = TestCertificate.make(folder, "EC");
    secured(certificate);
    Path key =
        TestCertificate.write(
            folder.resolve("key.pem"),
            "Bag Attributes\n    friendlyName: x\n"
                + "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                + certificate.key());
    Path file = certificate.kubeconfig(folder, server.url(), "");
    String inFile = "client-key: " + key.getFileName();
    TestCertificate.write(file, read(file).replaceFirst("client-key-data: *(?=})", inFile));

    try (KubernetesClient client = ClientFactory.of(file, "test").writes()) {
      assertThat(list(client)).isEmpty();
    }
  }

  @Test
  void requestsShareHttp2ConnectionsAndWatchesHaveTheirOwn() {
    TestCertificate certificate = TestCertificate.make(folder, "EC");
    secured(certificate);
    Path kubeconfig = certificate.kubeconfig(folder, server.url(), certificate.key());
    ClientFactory factory = new ClientFactory(kubeconfig, "test", true, 2, List.of());
    try (KubernetesClient client = factory.writes()) {
      getMany(client, 200);
      assertThat(server.requests()).extracting(Request::protocol).containsOnly("HTTP_2");
      assertThat(server.requests().stream().map(Request::peer).collect(toSet()))
          .hasSizeLessThanOrEqualTo(2);
      for (int i = 0; i < 2; i++) {
        client.configMaps().inNamespace("x").watch(new NoWatcher());
      }
      await().until(() -> server.watches().size() == 2);
    }
    assertThat(server.watches()).extracting(Request::peer).doesNotHaveDuplicates();
    assertThat(server.watches())
        .extracting(Request::peer)
        .doesNotContainAnyElementsOf(server.requests().stream().map(Request::peer).toList());
  }

  @Test
  void withoutHttp2ForAProxyThatCannot() {
    TestCertificate certificate = TestCertificate.make(folder, "EC");
    secured(certificate);
    Path kubeconfig = certificate.kubeconfig(folder, server.url(), certificate.key());
    ClientFactory factory = new ClientFactory(kubeconfig, "test", false, 2, List.of());
    try (KubernetesClient client = factory.writes()) {
      assertThat(list(client)).isEmpty();
    }
    assertThat(server.requests()).extracting(Request::protocol).containsOnly("HTTP_1_1");
  }

  /** As behind a firewall that forgot the connection: no event, no bookmark, no end. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSilentWatchIsGivenUpAndGoesOn(boolean http2) {
    server.answers(_ -> new Reply(200, EMPTY_LIST));
    ClientFactory factory =
        new ClientFactory(token(server.url(), "t"), "test", http2, 1, List.of());
    ListOptions from = new ListOptionsBuilder().withResourceVersion("7").build();
    try (KubernetesClient client = factory.reads(Duration.ofMillis(400));
        var _ = client.configMaps().inNamespace("x").watch(from, new NoWatcher())) {
      await().until(() -> server.watches().size() >= 2);
    }
    assertThat(server.watches().getLast().query()).containsEntry("resourceVersion", "7");
  }

  @Test
  void everyClientIsVertx() {
    ClientFactory factory = factory(server.url());
    try (Clients clients = Clients.from(factory);
        KubernetesClient leases = factory.leases(Duration.ofSeconds(1))) {
      assertThat(List.of(clients.reads(), clients.writes(), leases))
          .allSatisfy(c -> assertThat(c.getHttpClient()).isInstanceOf(VertxHttpClient.class));
    }
  }

  @Test
  void atLeastOneConnection() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ClientFactory(null, "test", true, 0, List.of()))
        .withMessageContaining("0");
  }

  private void secured(TestCertificate certificate) {
    server.close();
    server = FakeApiServer.withClientCertificates(certificate);
    server.answers(_ -> new Reply(200, EMPTY_LIST));
  }

  private ClientFactory factory(String url) {
    ClientMetrics metrics = new ClientMetrics(registry, new ManualTime());
    return new ClientFactory(token(url, "t"), "test", true, 2, List.of(metrics));
  }

  private double counted(String method, String code) {
    return registry
        .get("rest_client_requests")
        .tag("method", method)
        .tag("code", code)
        .counter()
        .count();
  }

  private static List<ConfigMap> list(KubernetesClient client) {
    return client.configMaps().inNamespace("x").list().getItems();
  }

  private static ConfigMap create(KubernetesClient client) {
    return client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("x")
                .withName("c")
                .endMetadata()
                .build())
        .create();
  }

  private void getMany(KubernetesClient client, int count) {
    String url = server.url() + "/api/v1/namespaces/x/configmaps";
    List<CompletableFuture<HttpResponse<byte[]>>> answers =
        IntStream.range(0, count)
            .mapToObj(_ ->
                client
                    .getHttpClient()
                    .sendAsync(
                        client.getHttpClient().newHttpRequestBuilder().uri(url).build(),
                        byte[].class))
            .toList();
    answers.forEach(answer -> answer.orTimeout(20, TimeUnit.SECONDS).join());
  }

  private static Path token(String url, String token) {
    return TestCertificate.write(
        folder.resolve("token.kubeconfig"),
        """
        current-context: c
        contexts: [{name: c, context: {cluster: k, user: u}}]
        clusters: [{name: k, cluster: {server: "%s"}}]
        users: [{name: u, user: {token: "%s"}}]
        """
            .formatted(url, token));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String status(int code, String reason, String message) {
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"code\":"
        + code
        + ",\"reason\":\""
        + reason
        + "\",\"message\":\""
        + message.replace("\"", "\\\"")
        + "\"}";
  }

  private static final class NoWatcher implements Watcher<ConfigMap> {
    @Override
    public void eventReceived(Action action, ConfigMap resource) {}

    @Override
    public void onClose(WatcherException cause) {}
  }
}
