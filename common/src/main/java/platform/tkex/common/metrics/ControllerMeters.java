package platform.tkex.common.metrics;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import platform.tkex.common.time.Ticker;

/** The meters of one controller. */
final class ControllerMeters {

  /** controller-runtime's buckets from 5 ms to 60 s, thinned out. */
  private static final Duration[] BUCKETS =
      LongStream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  /** An event about an object that is gone meanwhile never leads to a pass. */
  private static final Duration NEVER_TAKEN = Duration.ofMinutes(10);

  private final Ticker ticker;
  private final Map<ResourceID, Long> queued = new ConcurrentHashMap<>();
  private final AtomicInteger active = new AtomicInteger();
  private final Map<String, Counter> results = new LinkedHashMap<>();
  private final Counter errors;
  private final Counter adds;
  private final Counter retries;
  private final Timer passes;
  private final Timer waits;

  ControllerMeters(String controller, MeterRegistry registry, Ticker ticker) {
    this.ticker = ticker;
    Tags tags = Tags.of("controller", controller);
    Tags queue = tags.and("name", controller);
    for (String result : List.of("success", "error", "requeue", "requeue_after")) {
      results.put(
          result,
          counter("controller_runtime_reconcile", "Passes by result", tags.and("result", result))
              .register(registry));
    }
    errors =
        counter("controller_runtime_reconcile_errors", "Passes that failed", tags)
            .register(registry);
    adds = counter("workqueue_adds", "Events about objects", queue).register(registry);
    retries = counter("workqueue_retries", "Passes after a failure", queue).register(registry);
    passes =
        timer("controller_runtime_reconcile_time", "Length of a pass", tags).register(registry);
    waits =
        timer("workqueue_queue_duration", "From the first event to the start of its pass", queue)
            .register(registry);
    Gauge.builder("controller_runtime_active_workers", active::get)
        .description("Passes under way")
        .tags(tags)
        .register(registry);
    Gauge.builder("workqueue_depth", this::depth)
        .description("Objects with an event that no pass has taken yet")
        .tags(queue)
        .register(registry);
  }

  void queued(ResourceID id) {
    adds.increment();
    queued.putIfAbsent(id, ticker.nanos());
  }

  void retried() {
    retries.increment();
  }

  void started(ResourceID id) {
    active.incrementAndGet();
    Long since = queued.remove(id);
    if (since != null) {
      waits.record(ticker.since(since));
    }
  }

  void finished() {
    active.decrementAndGet();
  }

  void forget(ResourceID id) {
    queued.remove(id);
  }

  void reconciled(String result, Duration time) {
    Counter counter = results.get(result);
    if (counter != null) {
      counter.increment();
    }
    if (result.equals("error")) {
      errors.increment();
    }
    passes.record(time);
  }

  private int depth() {
    queued.values().removeIf(since -> ticker.since(since).compareTo(NEVER_TAKEN) > 0);
    return queued.size();
  }

  private static Counter.Builder counter(String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags);
  }

  private static Timer.Builder timer(String name, String description, Tags tags) {
    return Timer.builder(name).description(description).tags(tags).serviceLevelObjectives(BUCKETS);
  }
}
