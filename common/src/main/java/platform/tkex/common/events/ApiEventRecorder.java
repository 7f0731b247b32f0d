package platform.tkex.common.events;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import platform.tkex.common.time.Sleeper;
import platform.tkex.common.time.Ticker;

/**
 * Sends Events from a thread of its own.
 *
 * <ul>
 *   <li>{@link #record} never blocks and never throws: when 1,000 wait, the newest is dropped;
 *   <li>what happens again is counted in the first Event, not told again;
 *   <li>one reason on one object gets 100 requests at once and then one a minute, so that a loop
 *       neither fills etcd nor hides another object or what else happens to this one; counting goes
 *       on meanwhile;
 *   <li>everything dropped is counted: {@code events_dropped_total{cause}}.
 * </ul>
 */
public final class ApiEventRecorder implements EventRecorder, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ApiEventRecorder.class);
  private static final int QUEUE = 1000;
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration FLUSH = Duration.ofSeconds(5);

  private final BlockingQueue<Occurrence> queue = new ArrayBlockingQueue<>(QUEUE);
  private final Clock clock;
  private final MeterRegistry registry;
  private final EventLedger ledger;
  private final Thread thread;
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
    this.registry = registry;
    this.ledger = new EventLedger(sink, ticker, sleeper);
    this.thread = Thread.ofPlatform().daemon().name("events").start(this::sendAll);
  }

  @Override
  public void record(
      HasMetadata regarding, EventType type, EventReason reason, String action, String note) {
    try {
      Occurrence occurrence = Occurrence.of(regarding, type, reason, action, note, clock.instant());
      if (closing || !queue.offer(occurrence)) {
        dropped(closing ? "closed" : "queue_full");
      }
    } catch (RuntimeException e) {
      dropped("invalid");
      LOG.warn("cannot tell about an object: {}", e.toString());
    }
  }

  /** Sends what waits, up to 5 s. */
  @Override
  public void close() {
    close(FLUSH);
  }

  /** Sends what waits, within the time given; the rest is dropped. */
  public void close(Duration timeout) {
    closing = true;
    try {
      if (!thread.join(timeout)) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sendAll() {
    try {
      while (!closing || !queue.isEmpty()) {
        Occurrence next = queue.poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (next != null) {
          send(next);
        }
      }
    } catch (InterruptedException e) {
      queue.forEach(left -> dropped("closed"));
      Thread.currentThread().interrupt();
    }
  }

  private void send(Occurrence occurrence) throws InterruptedException {
    EventLedger.Fate fate;
    try {
      fate = ledger.tell(occurrence);
    } catch (RuntimeException e) {
      LOG.debug("event {} failed", occurrence.eventName(), e);
      fate = EventLedger.Fate.FAILED;
    }
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
