package platform.tkex.common.events;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

/** Events in memory; outcomes on demand. */
final class MemoryEventSink implements EventSink {

  /** How often each Event happened, by its name. */
  final Map<String, Integer> counts = new ConcurrentHashMap<>();

  /** Answers of the next requests, in place of the memory's own. */
  final Queue<Outcome> next = new ArrayDeque<>();

  /** Names of the methods called. */
  final List<String> calls = new ArrayList<>();

  boolean countFails;

  @Override
  public Outcome create(Occurrence occurrence) {
    calls.add("create");
    if (!next.isEmpty()) {
      return next.remove();
    }
    return counts.putIfAbsent(occurrence.eventName(), 1) == null ? Outcome.DONE : Outcome.EXISTS;
  }

  @Override
  public Outcome countUp(Occurrence occurrence, int count, Instant last) {
    calls.add("countUp " + count);
    if (!next.isEmpty()) {
      return next.remove();
    }
    return counts.replace(occurrence.eventName(), count) == null ? Outcome.GONE : Outcome.DONE;
  }

  @Override
  public int count(Occurrence occurrence) {
    calls.add("count");
    if (countFails) {
      throw new IllegalStateException("no answer");
    }
    return counts.getOrDefault(occurrence.eventName(), 1);
  }
}
