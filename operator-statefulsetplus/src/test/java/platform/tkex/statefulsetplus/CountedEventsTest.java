package platform.tkex.statefulsetplus;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import platform.tkex.common.events.EventType;
import platform.tkex.statefulsetplus.events.Reason;

class CountedEventsTest {
  @Test
  void everyReasonHasACounterAndEveryEventGoesOn() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    List<String> notes = new ArrayList<>();
    CountedEvents events = new CountedEvents((_, _, _, _, note) -> notes.add(note), registry);

    events.record(new ConfigMap(), EventType.NORMAL, Reason.BATCH_STARTED, "x", "one");
    events.record(new ConfigMap(), EventType.NORMAL, Reason.BATCH_STARTED, "x", "two");
    events.record(new ConfigMap(), EventType.WARNING, Reason.BATCH_FAILED, "x", "three");

    assertThat(notes).containsExactly("one", "two", "three");
    assertThat(registry.get("stsplus_decisions").tag("reason", "BatchStarted").counter().count())
        .isEqualTo(2);
    assertThat(registry.get("stsplus_decisions").tag("reason", "BatchFailed").counter().count())
        .isEqualTo(1);
  }
}
