package platform.tkex.common.events;

import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import platform.tkex.common.events.EventSink.Outcome;
import platform.tkex.common.events.TokenBuckets.RecentMap;
import platform.tkex.common.time.Sleeper;
import platform.tkex.common.time.Ticker;

/**
 * Decides whether an occurrence is told as a new Event or counted in an old one. For one thread.
 */
final class EventLedger {

  /** A release has at most so many batches, and each tells its start and its end. */
  private static final int BURST = 100;

  private static final Duration REFILL = Duration.ofMinutes(1);
  private static final int MAX_BUDGETS = 256;
  private static final int MAX_EVENTS = 512;

  /** So long nothing is sent to a namespace that ends; it may come again under its name. */
  private static final Duration ENDING = Duration.ofSeconds(10);

  private static final int TRIES = 3;
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

  /** What became of an occurrence. */
  enum Fate {
    SENT,
    THROTTLED,
    REFUSED,
    FAILED
  }

  private static final Logger LOG = LoggerFactory.getLogger(EventLedger.class);

  private final EventSink sink;
  private final Sleeper sleeper;
  private final Ticker ticker;
  private final TokenBuckets budget;

  /** Namespaces that took no Event because they end, and since when. */
  private final Map<String, Long> ending = new RecentMap<>(MAX_BUDGETS);

  /** How often each Event happened, by its name. */
  private final Map<String, Integer> counts = new RecentMap<>(MAX_EVENTS);

  EventLedger(EventSink sink, Ticker ticker, Sleeper sleeper) {
    this.sink = sink;
    this.ticker = ticker;
    this.sleeper = sleeper;
    this.budget = new TokenBuckets(BURST, REFILL, MAX_BUDGETS, ticker);
  }

  /** Blocks while it is sent, some seconds when the server does not answer. */
  Fate tell(Occurrence occurrence) throws InterruptedException {
    if (ends(occurrence.namespace())) {
      return Fate.REFUSED;
    }
    String name = occurrence.namespace() + "/" + occurrence.eventName();
    int count = counts.merge(name, 1, Integer::sum);
    if (!budget.take(occurrence.regarding().getUid() + "/" + occurrence.reason())) {
      return Fate.THROTTLED;
    }
    Outcome outcome = Outcome.FAILED;
    for (int attempt = 0; attempt < TRIES && outcome == Outcome.FAILED; attempt++) {
      if (attempt > 0) {
        sleeper.sleep(BETWEEN_TRIES);
      }
      outcome = attempt(occurrence, name, count);
    }
    return switch (outcome) {
      case DONE -> Fate.SENT;
      case FAILED -> Fate.FAILED;
      case EXISTS, GONE, REFUSED -> Fate.REFUSED;
      case NAMESPACE_ENDS -> {
        ending.put(occurrence.namespace(), ticker.nanos());
        yield Fate.REFUSED;
      }
    };
  }

  /** A hundred workloads that are deleted with their namespaces must not drown out the others. */
  private boolean ends(String namespace) {
    Long since = ending.get(namespace);
    return since != null && ticker.since(since).compareTo(ENDING) < 0;
  }

  private Outcome attempt(Occurrence occurrence, String name, int count) {
    try {
      return send(occurrence, name, count);
    } catch (RuntimeException e) {
      LOG.debug("event {} failed", name, e);
      return Outcome.FAILED;
    }
  }

  private Outcome send(Occurrence occurrence, String name, int count) {
    if (count > 1) {
      Outcome counted = sink.countUp(occurrence, count, occurrence.at());
      if (counted != Outcome.GONE) {
        return counted;
      }
      counts.put(name, 1);
    }
    Outcome created = sink.create(occurrence);
    if (created != Outcome.EXISTS) {
      return created;
    }
    // this process was restarted, or the answer to an earlier try was lost
    counts.remove(name); // unless it can be read: a count must never go back
    int total = sink.count(occurrence) + 1;
    counts.put(name, total);
    return sink.countUp(occurrence, total, occurrence.at());
  }
}
