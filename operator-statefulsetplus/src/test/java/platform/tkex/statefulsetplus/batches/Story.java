package platform.tkex.statefulsetplus.batches;

import io.fabric8.kubernetes.api.model.Event;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.Await;

/** The Events of a workload. */
public final class Story {

  private final LiveWorkload workload;

  private static final Set<String> OF_PODS =
      Set.of(Reason.SUCCESSFUL_CREATE.reason(), Reason.SUCCESSFUL_DELETE.reason());

  private Story(LiveWorkload workload) {
    this.workload = workload;
  }

  public static Story of(LiveWorkload workload) {
    return new Story(workload);
  }

  /** Waits for a Warning or Normal Event of the reason whose text holds all these words. */
  public void awaitEvent(Reason reason, String... words) {
    Await.until(
        "an Event " + reason.reason() + " of " + Arrays.toString(words),
        () ->
            events().stream()
                .filter(event -> event.getReason().equals(reason.reason()))
                .anyMatch(event -> Arrays.stream(words).allMatch(event.getMessage()::contains)));
  }

  /** Reasons, oldest first, without those that tell of pods. */
  public List<String> reasons() {
    return events().stream().map(Event::getReason).filter(r -> !OF_PODS.contains(r)).toList();
  }

  public List<Event> events() {
    return workload
        .client()
        .v1()
        .events()
        .inNamespace(workload.namespace())
        .list()
        .getItems()
        .stream()
        .filter(event -> event.getInvolvedObject().getKind().equals("StatefulSetPlus"))
        .filter(event -> event.getInvolvedObject().getName().equals(workload.name()))
        .sorted(Comparator.comparing(Story::time))
        .toList();
  }

  private static String time(Event event) {
    return event.getEventTime() != null
        ? event.getEventTime().getTime()
        : Objects.requireNonNullElse(event.getFirstTimestamp(), "");
  }
}
