package platform.tkex.common.events;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import platform.tkex.common.write.HttpTransport;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult.Done;
import platform.tkex.common.write.WriteResult.NotSent;
import platform.tkex.common.write.WriteResult.Refused;
import platform.tkex.common.write.WriteResult.Unknown;
import platform.tkex.common.write.WriteTransport;

/**
 * Core v1 Events on a real API server: events.k8s.io refuses lastTimestamp, which is what {@code
 * kubectl describe} sorts by.
 *
 * <p>It sends prepared requests: fabric8's own patch reads the object before, and an object that is
 * gone is no error to it.
 */
final class ApiEventSink implements EventSink {

  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int MAX_INSTANCE = 128;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final HttpTransport transport;
  private final String controller;
  private final String instance;

  ApiEventSink(KubernetesClient client, String controller, String instance) {
    this.client = client;
    this.transport = new HttpTransport(client, TIMEOUT);
    this.controller = controller;
    this.instance =
        instance.length() <= MAX_INSTANCE ? instance : instance.substring(0, MAX_INSTANCE);
  }

  @Override
  public Outcome create(Occurrence occurrence) {
    Event event =
        new EventBuilder()
            .withNewMetadata()
            .withNamespace(occurrence.namespace())
            .withName(occurrence.eventName())
            .endMetadata()
            .withEventTime(new MicroTime(MICRO_TIME.format(occurrence.at())))
            .withFirstTimestamp(seconds(occurrence.at()))
            .withLastTimestamp(seconds(occurrence.at()))
            .withCount(1)
            .withNewSource()
            .withComponent(controller)
            .endSource()
            .withReportingComponent(controller)
            .withReportingInstance(instance)
            .withInvolvedObject(occurrence.regarding())
            .withType(occurrence.type().text())
            .withReason(occurrence.reason())
            .withAction(occurrence.action())
            .withMessage(occurrence.note())
            .build();
    return send(
        Write.create(path(occurrence), bytes(client.getKubernetesSerialization().asJson(event))));
  }

  @Override
  public Outcome countUp(Occurrence occurrence, int count, Instant last) {
    String patch = "{\"count\":" + count + ",\"lastTimestamp\":\"" + seconds(last) + "\"}";
    return send(Write.mergePatch(path(occurrence) + "/" + occurrence.eventName(), bytes(patch)));
  }

  @Override
  public int count(Occurrence occurrence) {
    Event event =
        client
            .v1()
            .events()
            .inNamespace(occurrence.namespace())
            .withName(occurrence.eventName())
            .get();
    return event == null || event.getCount() == null ? 1 : event.getCount();
  }

  private Outcome send(Write write) {
    try {
      return switch (transport.send(write)) {
        case Done _ -> Outcome.DONE;
        case Refused refused -> outcome(refused);
        case Unknown _, NotSent _ -> Outcome.FAILED;
      };
    } catch (WriteTransport.Throttled busy) {
      return Outcome.FAILED;
    }
  }

  private static Outcome outcome(Refused refused) {
    return switch (refused.code()) {
      case 403 ->
          refused.message().contains("being terminated") ? Outcome.NAMESPACE_ENDS : Outcome.REFUSED;
      case 404 ->
          refused.message().startsWith("namespaces ") ? Outcome.NAMESPACE_ENDS : Outcome.GONE;
      case 409 -> Outcome.EXISTS;
      default -> Outcome.REFUSED;
    };
  }

  private static String path(Occurrence occurrence) {
    return "/api/v1/namespaces/" + occurrence.namespace() + "/events";
  }

  private static String seconds(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
