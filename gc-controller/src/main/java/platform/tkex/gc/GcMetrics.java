package platform.tkex.gc;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import platform.tkex.common.write.WriteResult;
import platform.tkex.gc.plan.Action;

/** What this controller counts. No label names an object. */
final class GcMetrics {
  private final MeterRegistry registry;
  private final Map<String, Count> counts = new ConcurrentHashMap<>();
  private final Timer passes;

  /**
   * Versions of a namespace.
   *
   * @param kept among the newest
   * @param inUse beyond these, but something refers to them
   * @param surplus neither; in a dry run they stay
   */
  record Count(int kept, int inUse, int surplus) {}

  GcMetrics(MeterRegistry registry) {
    this.registry = registry;
    gauge("kept", Count::kept);
    gauge("in_use", Count::inUse);
    gauge("surplus", Count::surplus);
    for (String kind : new String[] {"version", "slot", "preload"}) {
      deleted(kind);
    }
    passes =
        Timer.builder("configgc_pass_duration")
            .description("Length of passes that asked the API server who refers to what may go")
            .serviceLevelObjectives(
                Duration.ofMillis(50),
                Duration.ofMillis(250),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30))
            .register(registry);
  }

  private void gauge(String state, ToIntFunction<Count> part) {
    Gauge.builder("configgc_versions", () -> counts.values().stream().mapToInt(part).sum())
        .description("Versions of ConfigMaps, by why they are there")
        .tag("state", state)
        .register(registry);
  }

  void counted(String namespace, Count count) {
    counts.put(namespace, count);
  }

  void forget(String namespace) {
    counts.remove(namespace);
  }

  void passed(Duration length) {
    passes.record(length);
  }

  void told(Action action, WriteResult result) {
    switch (result) {
      case WriteResult.Done _ -> deleted(kind(action)).increment();
      case WriteResult.Refused refused ->
          refused(
              switch (refused.code()) {
                case 404 -> "gone";
                case 409 -> "changed";
                case 403 -> "forbidden";
                case 429 -> "throttled";
                default -> "other";
              });
      case WriteResult.Unknown _ -> refused("unknown");
      case WriteResult.NotSent _ -> refused("not_sent");
    }
  }

  private static String kind(Action action) {
    return switch (action) {
      case Action.DeleteVersion _ -> "version";
      case Action.DeleteSlot _ -> "slot";
      case Action.DeletePreload _ -> "preload";
    };
  }

  private Counter deleted(String kind) {
    return Counter.builder("configgc_deleted")
        .description("Objects that were deleted")
        .tag("kind", kind)
        .register(registry);
  }

  private void refused(String reason) {
    Counter.builder("configgc_refused")
        .description("Deletions that did not happen, or are not known to have")
        .tag("reason", reason)
        .register(registry)
        .increment();
  }
}
