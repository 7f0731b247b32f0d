package platform.tkex.statefulsetplus.inplace;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import platform.tkex.statefulsetplus.model.Gate;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Way;
import platform.tkex.statefulsetplus.revision.GracePeriod;

/** All of a pod's departure from its Services stands in one condition. */
class GateConditionTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:05.700Z");
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static PodSketch gated() {
    return new PodSketch()
        .with(p -> p.getSpec().setReadinessGates(List.of(new PodReadinessGate(GracePeriod.GATE))));
  }

  private static PodState pod(boolean ready, @Nullable Gate gate) {
    return new PodState(
            "web-0",
            0,
            "u0",
            "7",
            "web-a",
            PodState.Phase.RUNNING,
            false,
            ready ? Instant.EPOCH : null,
            true)
        .withGate(gate);
  }

  /** As the API server merges the patch. */
  private static @Nullable Gate afterwards(boolean ready, boolean open) {
    return afterwards(pod(ready, null), open);
  }

  private static @Nullable Gate afterwards(PodState pod, boolean open) {
    KubernetesSerialization json = new KubernetesSerialization();
    Pod patch = json.convertValue(GateCondition.patch(pod, open, "web-b", NOW), Pod.class);
    PodCondition condition = patch.getStatus().getConditions().getFirst();
    PodSketch sketch = gated().with(p -> p.getStatus().getConditions().add(condition));
    return GateCondition.of(sketch.pod, GRACE);
  }

  @Test
  void aPodThatWasMadeWithoutItHasNone() {
    assertThat(GateCondition.of(new PodSketch().pod, GRACE)).isNull();
  }

  @Test
  void itIsReadBackAsItWasWritten() {
    assertThat(GateCondition.of(gated().pod, GRACE)).isEqualTo(Gate.UNSET);
    assertThat(afterwards(true, true)).isEqualTo(Gate.OPEN);
    assertThat(afterwards(false, true)).isEqualTo(Gate.OPEN);
    assertThat(afterwards(true, false))
        .as("never shorter than the period, for the time has lost its parts of seconds")
        .isEqualTo(Gate.closed(Instant.parse("2026-01-01T00:00:16Z"), "web-b"));
    assertThat(afterwards(false, false)).isEqualTo(Gate.closed(null, "web-b"));
  }

  /** Nobody knows how long it has really been closed. */
  @Test
  void thatItServedIsNotForgottenWhenItIsClosedAnew() {
    Gate wrong = Gate.closed(NOW.plusSeconds(3_600), "web-b");

    assertThat(afterwards(pod(false, wrong), false))
        .isEqualTo(Gate.closed(Instant.parse("2026-01-01T00:00:16Z"), "web-b"));
  }

  @Test
  void itIsBoundToThePodAsItWasSeen() {
    assertThat(GateCondition.patch(pod(true, Gate.OPEN), false, "web-b", NOW).get("metadata"))
        .isEqualTo(Map.of("uid", "u0", "resourceVersion", "7"));
  }

  /** Somebody else has written it: then nobody knows what for. */
  @Test
  void aForeignConditionIsReadToo() {
    PodCondition foreign =
        new PodConditionBuilder().withType(GracePeriod.GATE).withStatus("Unknown").build();
    PodSketch sketch = gated().with(p -> p.getStatus().getConditions().add(foreign));

    Gate gate = GateCondition.of(sketch.pod, GRACE);

    assertThat(gate).isEqualTo(Gate.closed(Instant.EPOCH.plusSeconds(11), ""));
  }

  @Test
  void thePodGoesThroughItsStepsInOrder() {
    Departure departure = new Departure(GRACE, NOW);
    Gate waiting = Gate.closed(NOW.plusMillis(1), "web-b");
    Gate over = Gate.closed(NOW, "web-b");

    assertThat(departure.way(pod(true, null))).isEqualTo(Way.IN_PLACE);
    assertThat(departure.way(pod(false, Gate.UNSET))).isEqualTo(Way.IN_PLACE);
    assertThat(departure.way(pod(true, Gate.OPEN))).isEqualTo(Way.LEAVE);
    assertThat(departure.way(pod(false, Gate.OPEN))).isEqualTo(Way.LEAVE);
    assertThat(departure.way(pod(true, Gate.SENT))).isEqualTo(Way.LEAVING);
    assertThat(departure.way(pod(false, waiting))).isEqualTo(Way.LEAVING);
    assertThat(departure.way(pod(true, over))).as("still in Services").isEqualTo(Way.LEAVING);
    assertThat(departure.way(pod(false, over))).isEqualTo(Way.IN_PLACE);
    assertThat(departure.way(pod(false, Gate.closed(null, "b")))).isEqualTo(Way.IN_PLACE);
    assertThat(departure.way(pod(true, Gate.closed(null, "b")))).isEqualTo(Way.LEAVING);
    assertThat(departure.way(pod(false, Gate.closed(NOW.plusSeconds(11), "b"))))
        .isEqualTo(Way.LEAVING);
    assertThat(departure.way(pod(false, Gate.closed(NOW.plusSeconds(12), "b"))))
        .as("by a clock that was ahead")
        .isEqualTo(Way.LEAVE);
  }

  @Test
  void withoutAPeriodNothingIsClosedOrWaitedFor() {
    Departure departure = new Departure(Duration.ZERO, NOW);

    assertThat(departure.way(pod(true, Gate.OPEN))).isEqualTo(Way.IN_PLACE);
    assertThat(departure.way(pod(true, Gate.closed(NOW.plusSeconds(5), "web-b"))))
        .isEqualTo(Way.IN_PLACE);
    assertThat(departure.way(pod(true, Gate.SENT))).isEqualTo(Way.LEAVING);
  }
}
