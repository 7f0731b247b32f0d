package platform.tkex.testkit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A complete stretch of a {@link PodHistory} and what can be read from it.
 *
 * <p>All times are those at which steps were received here. A controller acts after it saw what
 * this saw, so "acted too early" is never reported wrongly.
 */
public final class PodTimeline {

  private final Instant start;
  private final List<PodEvent> before;
  private final List<PodEvent> steps;

  PodTimeline(Instant start, List<PodEvent> before, List<PodEvent> steps) {
    this.start = start;
    this.before = before;
    this.steps = steps;
  }

  /** The steps of this stretch, oldest first. */
  public List<PodEvent> steps() {
    return steps;
  }

  /**
   * Ordinals in the order in which pods were asked to go (deletionTimestamp set, or gone at once).
   */
  public List<Integer> deletionOrder() {
    return deletions().stream().map(PodEvent::ordinal).toList();
  }

  /** The first step of each deletion that began in this stretch. */
  public List<PodEvent> deletions() {
    Set<String> going = new HashSet<>();
    before.stream().filter(PodTimeline::isGoing).forEach(e -> going.add(e.uid()));
    List<PodEvent> found = new ArrayList<>();
    for (PodEvent step : steps) {
      if (isGoing(step) && going.add(step.uid())) {
        found.add(step);
      }
    }
    return found;
  }

  /** Ordinals in the order in which pods were created. */
  public List<Integer> creationOrder() {
    return creations().stream().map(PodEvent::ordinal).toList();
  }

  /** The first step of each pod created in this stretch. */
  public List<PodEvent> creations() {
    Set<String> known = before.stream().map(PodEvent::uid).collect(Collectors.toSet());
    return steps.stream().filter(step -> known.add(step.uid())).toList();
  }

  /** How often each ordinal was made in this stretch; ordinals that were left alone are absent. */
  public NavigableMap<Integer, Integer> creationsPerOrdinal() {
    NavigableMap<Integer, Integer> counts = new TreeMap<>();
    creationOrder().forEach(ordinal -> counts.merge(ordinal, 1, Integer::sum));
    return counts;
  }

  /**
   * The most ordinals of [firstOrdinal, firstOrdinal + replicas) that were not available at one
   * moment of this stretch, the moment it begins included.
   */
  public int maxUnavailable(int firstOrdinal, int replicas, int minReadySeconds) {
    Map<Integer, PodEvent> latest = new HashMap<>();
    before.forEach(event -> latest.put(event.ordinal(), event));
    int most =
        before.isEmpty() ? 0 : unavailable(latest, firstOrdinal, replicas, minReadySeconds, start);
    for (PodEvent step : steps) {
      latest.put(step.ordinal(), step);
      most =
          Math.max(most, unavailable(latest, firstOrdinal, replicas, minReadySeconds, step.at()));
    }
    return most;
  }

  private static int unavailable(
      Map<Integer, PodEvent> latest,
      int firstOrdinal,
      int replicas,
      int minReadySeconds,
      Instant now) {
    return (int)
        IntStream.range(firstOrdinal, firstOrdinal + replicas)
            .filter(ordinal -> {
              PodEvent last = latest.get(ordinal);
              return last == null || !last.isAvailable(minReadySeconds, now);
            })
            .count();
  }

  /**
   * The most pods that were on their way out (deletionTimestamp set, not gone yet) at one moment.
   */
  public int maxTerminating() {
    Set<String> going = new HashSet<>();
    int most = 0;
    for (PodEvent step : steps) {
      if (step.kind() == PodEvent.Kind.DELETED) {
        going.remove(step.uid());
      } else if (Pods.isTerminating(step.pod())) {
        going.add(step.uid());
        most = Math.max(most, going.size());
      }
    }
    return most;
  }

  /**
   * Pods that came to life while another one of their ordinal was still there; must be empty for a
   * stateful workload.
   */
  public List<String> overlaps() {
    Map<Integer, Set<String>> living = new HashMap<>();
    List<String> found = new ArrayList<>();
    for (PodEvent event : Stream.concat(before.stream(), steps.stream()).toList()) {
      Set<String> uids = living.computeIfAbsent(event.ordinal(), o -> new HashSet<>());
      if (event.kind() == PodEvent.Kind.DELETED) {
        uids.remove(event.uid());
      } else if (uids.add(event.uid()) && uids.size() > 1) {
        found.add("ordinal " + event.ordinal() + " lives as " + uids);
      }
    }
    return found;
  }

  /** The last state of each pod that was alive when this stretch began, by UID. */
  public Map<String, PodEvent> atStart() {
    Map<String, PodEvent> living = new LinkedHashMap<>();
    for (PodEvent event : before) {
      if (event.kind() == PodEvent.Kind.DELETED) {
        living.remove(event.uid());
      } else {
        living.put(event.uid(), event);
      }
    }
    return living;
  }

  private static boolean isGoing(PodEvent event) {
    return event.kind() == PodEvent.Kind.DELETED || Pods.isTerminating(event.pod());
  }

  @Override
  public String toString() {
    return steps.stream().map(PodEvent::toString).collect(Collectors.joining("\n", "[\n", "\n]"));
  }
}
