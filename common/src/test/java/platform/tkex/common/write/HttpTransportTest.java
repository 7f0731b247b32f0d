package platform.tkex.common.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.common.write.WriteResult.Done;
import platform.tkex.common.write.WriteResult.NotSent;
import platform.tkex.common.write.WriteResult.Refused;
import platform.tkex.common.write.WriteResult.Unknown;

@EnableKubernetesMockClient(https = false)
@SuppressWarnings("NullAway.Init")
class HttpTransportTest {

  private static final String PODS = "/api/v1/namespaces/x/pods";

  private KubernetesMockServer server;
  private KubernetesClient client;
  private HttpTransport transport;

  @BeforeEach
  void sendOnce() {
    Config once =
        new ConfigBuilder(client.getConfiguration()).withRequestRetryBackoffLimit(0).build();
    client = new KubernetesClientBuilder().withConfig(once).build();
    transport = new HttpTransport(client, Duration.ofSeconds(5));
  }

  @Test
  void postSendsTheBytesAndReadsTheIdentity() throws InterruptedException {
    answer(
        201,
        new PodBuilder()
            .withNewMetadata()
            .withName("p")
            .withUid("u")
            .withResourceVersion("7")
            .endMetadata()
            .build());

    WriteResult result = transport.send(post("{\"x\":\"ü\"}"));

    assertThat(result).isEqualTo(new Done(201, "u", "7"));
    RecordedRequest request = server.takeRequest();
    assertThat(request.getBody().readUtf8()).isEqualTo("{\"x\":\"ü\"}");
    assertThat(request.getHeader("Content-Type")).startsWith("application/json");
    assertThat(request.getHeader("Accept")).as("no more than is read").contains("as=Partial");
  }

  @Test
  void patchAndDeleteCarryTheirBodies() throws InterruptedException {
    server.expect().patch().withPath(PODS + "/p").andReturn(200, "{}").once();
    server.expect().delete().withPath(PODS + "/p").andReturn(200, "{}").once();

    assertThat(transport.send(Write.mergePatch(PODS + "/p", bytes("{\"a\":1}"))).done()).isTrue();
    assertThat(transport.send(Write.delete(PODS + "/p", "u", null, 0L)).done()).isTrue();

    RecordedRequest patch = server.takeRequest();
    assertThat(patch.getHeader("Content-Type")).startsWith("application/merge-patch+json");
    assertThat(patch.getBody().readUtf8()).isEqualTo("{\"a\":1}");
    assertThat(server.takeRequest().getBody().readUtf8()).contains("\"uid\":\"u\"");
  }

  @ParameterizedTest
  @CsvSource({
    "400, BadRequest",
    "403, Forbidden",
    "404, NotFound",
    "409, AlreadyExists",
    "409, Conflict",
    "410, Gone",
    "413, RequestEntityTooLarge",
    "422, Invalid"
  })
  void aFourHundredIsARefusal(int code, String reason) {
    answer(code, status(code, reason, "because"));

    assertThat(transport.send(post("{}"))).isEqualTo(new Refused(code, reason, "because"));
  }

  @ParameterizedTest
  @CsvSource({"408, Timeout", "500, InternalError", "502, ''", "503, ''", "504, Timeout"})
  void aFiveHundredMayHaveTakenEffect(int code, String reason) throws InterruptedException {
    answer(code, status(code, reason, "etcdserver: request timed out"));

    assertThat(transport.send(post("{}")))
        .isInstanceOfSatisfying(
            Unknown.class, u -> assertThat(u.cause()).contains(code + "", "etcdserver"));
    assertThat(server.getRequestCount()).as("sent once").isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "failed calling webhook 'x': refused",
        "etcdserver: request is too large",
        "rpc error: trying to send message larger than max (3000000 vs. 2097152)"
      })
  void whatEndsBeforeStorageIsARefusal(String message) {
    answer(500, status(500, "InternalError", message));

    assertThat(transport.send(post("{}"))).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource({"7, 3, 7", "'', 3, 3", "'', '', 0", "nonsense, 3, 3"})
  void a429TellsWhenToComeBack(String header, String inStatus, int expected) {
    Status busy = status(429, "TooManyRequests", "busy");
    if (!inStatus.isEmpty()) {
      busy =
          new StatusBuilder(busy)
              .withNewDetails()
              .withRetryAfterSeconds(Integer.valueOf(inStatus))
              .endDetails()
              .build();
    }
    var reply = server.expect().post().withPath(PODS).andReturn(429, busy);
    (header.isEmpty() ? reply : reply.withHeader("Retry-After: " + header)).always();

    assertThatThrownBy(() -> transport.send(post("{}")))
        .isInstanceOfSatisfying(
            WriteTransport.Throttled.class,
            throttled -> {
              assertThat(throttled.retryAfter()).isEqualTo(Duration.ofSeconds(expected));
              assertThat(throttled.refusal())
                  .isEqualTo(new Refused(429, "TooManyRequests", "busy"));
            });
  }

  @Test
  void noAnswerInTimeIsUnknown() {
    server.expect().post().delay(3000).withPath(PODS).andReturn(201, "{}").always();
    HttpTransport impatient = new HttpTransport(client, Duration.ofMillis(300));

    assertThat(impatient.send(post("{}"))).isInstanceOf(Unknown.class);
    assertThat(server.getRequestCount()).as("sent once").isEqualTo(1);
  }

  @Test
  void noConnectionIsNotSent() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    Config nobody =
        new ConfigBuilder(client.getConfiguration())
            .withMasterUrl("http://localhost:" + free)
            .build();
    try (KubernetesClient alone = new KubernetesClientBuilder().withConfig(nobody).build()) {
      assertThat(new HttpTransport(alone, Duration.ofSeconds(5)).send(post("{}")))
          .isInstanceOf(NotSent.class);
    }
  }

  private void answer(int code, Object body) {
    server.expect().post().withPath(PODS).andReturn(code, body).always();
  }

  private static Status status(int code, String reason, String message) {
    return new StatusBuilder()
        .withCode(code)
        .withReason(reason)
        .withMessage(message)
        .withStatus("Failure")
        .build();
  }

  private static Write post(String body) {
    return Write.create(PODS, bytes(body));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
