package platform.tkex.common.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * A queue's and its passes' metrics under controller-runtime's and client-go's names, so that
 * existing dashboards and alerts work. No label names an object.
 */
public final class QueueMeters {

  /** controller-runtime's buckets from 5 ms to 60 s, thinned out. */
  private static final Duration[] BUCKETS =
      LongStream.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry registry;
  private final Tags queue;
  private final AtomicInteger active = new AtomicInteger();
  private final Counter successes;
  private final Counter failures;
  private final Counter delays;
  private final Counter errors;
  private final Counter adds;
  private final Counter retries;
  private final Timer passes;
  private final Timer waits;

  /** All are visible, with zero, before the first pass. */
  public QueueMeters(String controller, MeterRegistry registry) {
    this.registry = registry;
    Tags tags = Tags.of("controller", controller);
    queue = tags.and("name", controller);
    successes = result("success", tags);
    failures = result("error", tags);
    delays = result("requeue_after", tags);
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
  }

  void depth(Supplier<Number> depth) {
    Gauge.builder("workqueue_depth", depth)
        .description("Objects that wait for a free worker")
        .tags(queue)
        .register(registry);
  }

  void added() {
    adds.increment();
  }

  void retried() {
    retries.increment();
  }

  void started(Duration waited) {
    active.incrementAndGet();
    waits.record(waited);
  }

  void ended(Duration time, boolean failed, boolean asksForMore) {
    active.decrementAndGet();
    Counter result = failed ? failures : asksForMore ? delays : successes;
    result.increment();
    if (failed) {
      errors.increment();
    }
    passes.record(time);
  }

  private Counter result(String result, Tags tags) {
    return counter("controller_runtime_reconcile", "Passes by result", tags.and("result", result))
        .register(registry);
  }

  private static Counter.Builder counter(String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags);
  }

  private static Timer.Builder timer(String name, String description, Tags tags) {
    return Timer.builder(name).description(description).tags(tags).serviceLevelObjectives(BUCKETS);
  }
}
