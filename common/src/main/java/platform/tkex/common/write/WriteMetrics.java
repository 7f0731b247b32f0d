package platform.tkex.common.write;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.function.Supplier;

/** {@code api_writes_total{method,result}}, {@code api_writes_throttled_total}, in flight. */
final class WriteMetrics {

  private final MeterRegistry registry;
  private final Counter throttled;

  WriteMetrics(MeterRegistry registry, Supplier<Number> inFlight) {
    this.registry = registry;
    this.throttled =
        Counter.builder("api_writes_throttled")
            .description("Writes that the API server answered with 429")
            .register(registry);
    Gauge.builder("api_writes_in_flight", inFlight)
        .description("Writes under way now")
        .register(registry);
  }

  void count(Write write, WriteResult result) {
    Counter.builder("api_writes")
        .description("Writes by what became of them")
        .tag("method", write.method().name())
        .tag("result", result.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }

  void throttled() {
    throttled.increment();
  }
}
