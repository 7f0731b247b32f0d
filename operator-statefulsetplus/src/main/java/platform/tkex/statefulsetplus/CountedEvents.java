package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import platform.tkex.common.events.EventReason;
import platform.tkex.common.events.EventRecorder;
import platform.tkex.common.events.EventType;

/** Counts what is told, so that every decision is a metric too, also when its Event is dropped. */
record CountedEvents(EventRecorder events, MeterRegistry registry) implements EventRecorder {
  @Override
  public void record(
      HasMetadata regarding, EventType type, EventReason reason, String action, String note) {
    Counter.builder("stsplus_decisions")
        .description("Decisions and refusals, by the reason of their Event")
        .tag("reason", reason.reason())
        .register(registry)
        .increment();
    events.record(regarding, type, reason, action, note);
  }
}
