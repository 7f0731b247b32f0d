package platform.tkex.bench.soak;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads what the cluster and the operator hold. */
final class Examiner {
  private static final List<String> WATCHED =
      List.of("pods", "controllerrevisions", "persistentvolumeclaims", "statefulsetpluses");

  private static final long PAGE = 500;

  private final KubernetesClient client;
  private final Operator operator;

  Examiner(KubernetesClient client, Operator operator) {
    this.client = client;
    this.operator = operator;
  }

  Vitals vitals() throws IOException, InterruptedException {
    long heap = operator.liveHeap();
    Metrics metrics = operator.metrics();
    return new Vitals(
        heap,
        (int) metrics.sum("jvm_threads_live_threads"),
        watches(),
        revisions().size(),
        countEvents());
  }

  /** The API server counts what it leaves out of a page. */
  private int countEvents() {
    int count = 0;
    for (String namespace : Fleet.namespaces()) {
      EventList first =
          client
              .v1()
              .events()
              .inNamespace(namespace)
              .list(new ListOptionsBuilder().withLimit(1L).build());
      Long others = first.getMetadata().getRemainingItemCount();
      count += first.getItems().size() + (others == null ? 0 : others.intValue());
    }
    return count;
  }

  private int watches() {
    Metrics server = Metrics.parse(client.raw("/metrics"));
    return WATCHED.stream()
        .mapToInt(kind ->
            (int)
                server.sum(
                    "apiserver_longrunning_requests", Map.of("verb", "WATCH", "resource", kind)))
        .sum();
  }

  List<ControllerRevision> revisions() {
    List<ControllerRevision> all = new ArrayList<>();
    for (String namespace : Fleet.namespaces()) {
      all.addAll(client.apps().controllerRevisions().inNamespace(namespace).list().getItems());
    }
    return all;
  }

  /** By namespace, the number of pods. */
  int pods() {
    return Fleet.namespaces().stream()
        .mapToInt(namespace -> client.pods().inNamespace(namespace).list().getItems().size())
        .sum();
  }

  /** All of this suite. */
  private List<Event> events() {
    List<Event> all = new ArrayList<>();
    for (String namespace : Fleet.namespaces()) {
      String next = null;
      do {
        EventList page = client.v1().events().inNamespace(namespace).list(page(next));
        page.getItems().stream().filter(Examiner::isOurs).forEach(all::add);
        next = page.getMetadata().getContinue();
      } while (next != null && !next.isEmpty());
    }
    return all;
  }

  /**
   * On a machine that is full, an answer of ten thousand objects outlasts the server's patience.
   */
  private static ListOptions page(@Nullable String next) {
    return new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build();
  }

  private static boolean isOurs(Event event) {
    return Objects.requireNonNullElse(event.getReportingComponent(), "")
        .startsWith("platform.tkex/");
  }

  /** By reason, how often the Events say that it happened. */
  Map<String, Long> told() {
    Map<String, Long> told = new TreeMap<>();
    for (Event event : events()) {
      told.merge(
          event.getReason(), (long) Objects.requireNonNullElse(event.getCount(), 1), Long::sum);
    }
    return told;
  }
}
