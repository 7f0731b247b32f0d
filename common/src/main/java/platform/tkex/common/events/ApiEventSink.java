package platform.tkex.common.events;

import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** events.k8s.io/v1 on a real API server. */
final class ApiEventSink implements EventSink {

  private static final DateTimeFormatter MICRO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final int MAX_INSTANCE = 128;

  private final KubernetesClient client;
  private final String controller;
  private final String instance;

  ApiEventSink(KubernetesClient client, String controller, String instance) {
    this.client = client;
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
            .withReportingController(controller)
            .withReportingInstance(instance)
            .withRegarding(occurrence.regarding())
            .withType(occurrence.type().text())
            .withReason(occurrence.reason())
            .withAction(occurrence.action())
            .withNote(occurrence.note())
            .build();
    return outcome(() -> client.resource(event).create());
  }

  @Override
  public Outcome countUp(Occurrence occurrence, int count, Instant last) {
    String patch =
        "{\"series\":{\"count\":"
            + count
            + ",\"lastObservedTime\":\""
            + MICRO_TIME.format(last)
            + "\"}}";
    return outcome(() ->
        client
            .events()
            .v1()
            .events()
            .inNamespace(occurrence.namespace())
            .withName(occurrence.eventName())
            .patch(PatchContext.of(PatchType.JSON_MERGE), patch));
  }

  @Override
  public int count(Occurrence occurrence) {
    Event event =
        client
            .events()
            .v1()
            .events()
            .inNamespace(occurrence.namespace())
            .withName(occurrence.eventName())
            .get();
    return event == null || event.getSeries() == null ? 1 : event.getSeries().getCount();
  }

  private interface Call {
    @Nullable Object run();
  }

  private static Outcome outcome(Call call) {
    try {
      Object _ = call.run();
      return Outcome.DONE;
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case 404 -> namespaceGone(e) ? Outcome.REFUSED : Outcome.GONE;
        case 409 -> Outcome.EXISTS;
        case 400, 401, 403, 405, 413, 415, 422 -> Outcome.REFUSED;
        default -> Outcome.FAILED;
      };
    }
  }

  private static boolean namespaceGone(KubernetesClientException e) {
    return e.getStatus() != null
        && e.getStatus().getDetails() != null
        && "namespaces".equals(e.getStatus().getDetails().getKind());
  }
}
