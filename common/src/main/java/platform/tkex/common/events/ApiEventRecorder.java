package platform.tkex.common.events;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import platform.tkex.common.time.Sleeper;
import platform.tkex.common.time.Ticker;

/**
 * Sends Events beside the passes, on virtual threads.
 *
 * <ul>
 *   <li>{@link #record} never blocks and never throws: when 500 wait in a lane, the newest is
 *       dropped;
 *   <li>all of one object goes through one of 32 lanes, in its order, so that hundreds of objects
 *       that tell something at once do not wait for each other's answers, not even while the server
 *       has more to do than it can;
 *   <li>what happens again is counted in the first Event, not told again;
 *   <li>one reason on one object gets 100 requests at once and then one a minute, so that a loop
 *       neither fills etcd nor hides another object or what else happens to this one; counting goes
 *       on meanwhile;
 *   <li>everything dropped is counted: {@code events_dropped_total{cause}}.
 * </ul>
 */
public final class ApiEventRecorder implements EventRecorder, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ApiEventRecorder.class);
  private static final int LANES = 32;
  private static final int QUEUE = 500;
  private static final Duration FLUSH = Duration.ofSeconds(5);

  private final Clock clock;
  private final Ticker ticker;
  private final MeterRegistry registry;
  private final List<EventLane> lanes;
  private volatile boolean closing;

  /**
   * @param client stays the caller's to close, after this
   * @param controller reported as the source, for example {@code platform.tkex/statefulsetplus}
   * @param instance this process, for example its pod's name
   */
  public ApiEventRecorder(
      KubernetesClient client,
      String controller,
      String instance,
      Clock clock,
      MeterRegistry registry) {
    this(
        new ApiEventSink(client, controller, instance),
        clock,
        Ticker.system(),
        Sleeper.system(),
        registry);
  }

  ApiEventRecorder(
      EventSink sink, Clock clock, Ticker ticker, Sleeper sleeper, MeterRegistry registry) {
    this.clock = clock;
    this.ticker = ticker;
    this.registry = registry;
    this.lanes =
        IntStream.range(0, LANES)
            .mapToObj(lane ->
                new EventLane(
                    "events-" + lane,
                    QUEUE,
                    new EventLedger(sink, ticker, sleeper),
                    this::told,
                    () -> dropped("closed")))
            .toList();
  }

  @Override
  public void record(
      HasMetadata regarding, EventType type, EventReason reason, String action, String note) {
    try {
      Occurrence occurrence = Occurrence.of(regarding, type, reason, action, note, clock.instant());
      if (closing || !lane(occurrence).offer(occurrence)) {
        dropped(closing ? "closed" : "queue_full");
      }
    } catch (RuntimeException e) {
      dropped("invalid");
      LOG.warn("cannot tell about an object: {}", e.toString());
    }
  }

  private EventLane lane(Occurrence occurrence) {
    return lanes.get(Math.floorMod(occurrence.regarding().getUid().hashCode(), LANES));
  }

  /** Sends what waits, up to 5 s. */
  @Override
  public void close() {
    close(FLUSH);
  }

  /** Sends what waits, within the time given; the rest is dropped. */
  public void close(Duration timeout) {
    closing = true;
    lanes.forEach(EventLane::finish);
    long start = ticker.nanos();
    try {
      for (EventLane lane : lanes) {
        Duration rest = timeout.minus(ticker.since(start));
        lane.join(rest.isPositive() ? rest : Duration.ofMillis(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void told(EventLedger.Fate fate) {
    switch (fate) {
      case SENT ->
          Counter.builder("events_sent")
              .description("Requests about Events that the API server took")
              .register(registry)
              .increment();
      case THROTTLED -> dropped("throttled");
      case REFUSED -> dropped("refused");
      case FAILED -> dropped("failed");
    }
  }

  private void dropped(String cause) {
    Counter.builder("events_dropped")
        .description("Occurrences without a request of their own, by cause")
        .tag("cause", cause)
        .register(registry)
        .increment();
  }
}
