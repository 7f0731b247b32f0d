package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.Watch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the real server's watches showed in one namespace, in their order. */
final class RealEvents implements AutoCloseable {

  static final List<Resource> WATCHED =
      List.of(
          Resource.PODS,
          Resource.CLAIMS,
          Resource.REVISIONS,
          Resource.STATEFULSETPLUSES,
          Resource.LEASES);

  private final Map<Resource, List<Event>> events = new EnumMap<>(Resource.class);
  private final List<Watch> watches = new ArrayList<>();

  /** One event. */
  record Event(String type, ObjectNode object) {
    String name() {
      return object.at("/metadata/name").asText();
    }
  }

  RealEvents(RealApi real, String namespace) {
    for (Resource resource : WATCHED) {
      events.put(resource, new ArrayList<>());
      watches.add(real.watch(resource, namespace, (type, object) -> add(resource, type, object)));
    }
  }

  private synchronized void add(Resource resource, String type, ObjectNode object) {
    Objects.requireNonNull(events.get(resource)).add(new Event(type, object));
  }

  /** Those about objects whose names begin so. */
  synchronized List<Event> of(Resource resource, String prefix) {
    return Objects.requireNonNull(events.get(resource)).stream()
        .filter(event -> event.name().startsWith(prefix))
        .toList();
  }

  @Override
  public void close() {
    watches.forEach(Watch::close);
  }
}
