package platform.tkex.common.events;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.common.events.Recorded.AT;
import static platform.tkex.common.events.Recorded.occurrence;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.http.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import platform.tkex.common.events.EventSink.Outcome;

@EnableKubernetesMockClient(https = false)
@SuppressWarnings("NullAway.Init")
class ApiEventSinkTest {

  private static final String EVENTS = "/api/v1/namespaces/x/events";

  private final Occurrence occurrence = occurrence("web", "2 of 5 pods");
  private final String path = EVENTS + "/" + occurrence.eventName();
  private KubernetesMockServer server;
  private KubernetesClient client;
  private ApiEventSink sink;

  @BeforeEach
  void sendOnce() {
    Config once =
        new ConfigBuilder(client.getConfiguration()).withRequestRetryBackoffLimit(0).build();
    client = new KubernetesClientBuilder().withConfig(once).build();
    sink = new ApiEventSink(client, "platform.tkex/statefulsetplus", "pod-1".repeat(40));
  }

  @Test
  void theEventSaysWhatAboutWhatWhenAndByWhom() throws InterruptedException {
    server.expect().post().withPath(EVENTS).andReturn(201, new EventBuilder().build()).once();

    assertThat(sink.create(occurrence)).isEqualTo(Outcome.DONE);

    Event event = Serialization.unmarshal(body(), Event.class);
    assertThat(event.getMetadata().getName()).isEqualTo(occurrence.eventName());
    assertThat(event.getEventTime().getTime()).isEqualTo("2026-01-02T03:04:05.123456Z");
    assertThat(event.getLastTimestamp())
        .as("kubectl describe sorts by it")
        .isEqualTo("2026-01-02T03:04:05Z");
    assertThat(event.getFirstTimestamp()).isEqualTo(event.getLastTimestamp());
    assertThat(event.getSource().getComponent()).isEqualTo("platform.tkex/statefulsetplus");
    assertThat(event.getReportingComponent()).isEqualTo("platform.tkex/statefulsetplus");
    assertThat(event.getReportingInstance()).hasSize(128);
    assertThat(event.getType()).isEqualTo("Normal");
    assertThat(event.getReason()).isEqualTo("BatchCompleted");
    assertThat(event.getAction()).isEqualTo("Release");
    assertThat(event.getMessage()).isEqualTo("2 of 5 pods");
    assertThat(event.getInvolvedObject().getKind()).isEqualTo("ConfigMap");
    assertThat(event.getInvolvedObject().getUid()).isEqualTo("uid-web");
    assertThat(event.getCount()).isEqualTo(1);
  }

  @Test
  void countingUpChangesCountAndTimeOnly() throws InterruptedException {
    server.expect().patch().withPath(path).andReturn(200, new EventBuilder().build()).once();

    assertThat(sink.countUp(occurrence, 3, AT)).isEqualTo(Outcome.DONE);

    assertThat(body()).isEqualTo("{\"count\":3,\"lastTimestamp\":\"2026-01-02T03:04:05Z\"}");
    assertThat(server.getRequestCount()).as("nothing is read before").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "403, unable to create new content in namespace x because it is being terminated,"
        + " NAMESPACE_ENDS",
    "403, not allowed, REFUSED",
    "401, Unauthorized, REFUSED",
    "422, invalid, REFUSED",
    "404, 'namespaces \"x\" not found', NAMESPACE_ENDS",
    "404, 'events \"web.1\" not found', GONE",
    "409, already exists, EXISTS",
    "429, busy, FAILED",
    "500, etcd, FAILED",
    "503, down, FAILED"
  })
  void anAnswerIsAnOutcome(int code, String message, Outcome outcome) {
    var status = new StatusBuilder().withCode(code).withMessage(message).build();
    server.expect().post().withPath(EVENTS).andReturn(code, status).always();
    server.expect().patch().withPath(path).andReturn(code, status).always();

    assertThat(sink.create(occurrence)).isEqualTo(outcome);
    assertThat(sink.countUp(occurrence, 2, AT)).isEqualTo(outcome);
  }

  @Test
  void theCountOfAnotherProcessIsRead() {
    assertThat(sink.count(occurrence)).as("no such Event").isEqualTo(1);
    Event once = new EventBuilder().build();
    Event often = new EventBuilder().withCount(40).build();
    server.expect().get().withPath(path).andReturn(200, once).once();
    server.expect().get().withPath(path).andReturn(200, often).once();

    assertThat(sink.count(occurrence)).isEqualTo(1);
    assertThat(sink.count(occurrence)).isEqualTo(40);
  }

  private String body() throws InterruptedException {
    RecordedRequest request = server.takeRequest();
    return request.getBody().readUtf8();
  }
}
