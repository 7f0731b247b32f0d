package platform.tkex.statefulsetplus.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodStateTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration MIN_READY = Duration.ofSeconds(10);

  @Test
  void withoutMinReadyTheNodesClockDoesNotMatter() {
    assertThat(ready(NOW.plusSeconds(3_600), false).available(NOW, Duration.ZERO)).isTrue();
    assertThat(ready(NOW.minusSeconds(3_600), false).available(NOW, Duration.ZERO)).isTrue();
  }

  @Test
  void withMinReadyItIsCounted() {
    assertThat(ready(NOW.minus(MIN_READY), false).available(NOW, MIN_READY)).isTrue();
    assertThat(ready(NOW.minus(MIN_READY).plusMillis(1), false).available(NOW, MIN_READY))
        .isFalse();
  }

  @Test
  void whatIsUnreadyOrGoesIsNotAvailable() {
    assertThat(ready(null, false).available(NOW, Duration.ZERO)).isFalse();
    assertThat(ready(NOW, true).available(NOW, Duration.ZERO)).isFalse();
  }

  /** Between our word and that of its kubelet it still looks ready. */
  @Test
  void whatIsToLeaveItsServicesIsNotAvailable() {
    PodState pod = ready(NOW, false);
    assertThat(pod.withGate(Gate.OPEN).available(NOW, Duration.ZERO)).isTrue();
    assertThat(pod.withGate(Gate.SENT).available(NOW, Duration.ZERO)).isFalse();
    assertThat(pod.withGate(Gate.closed(NOW, "v2")).available(NOW, Duration.ZERO)).isFalse();
    assertThat(pod.withGate(Gate.OPEN).sentTo("v2").gate()).isEqualTo(Gate.SENT);
    assertThat(pod.sentTo("v2").gate()).isNull();
  }

  @Test
  void itLeavesForAnotherRevisionOnly() {
    PodState pod = ready(null, false);
    assertThat(pod.withGate(Gate.closed(NOW, "v2")).isLeaving()).isTrue();
    assertThat(pod.withGate(Gate.closed(NOW, "v1")).isLeaving()).as("done").isFalse();
    assertThat(pod.withGate(Gate.OPEN).isLeaving()).isFalse();
    assertThat(pod.sentTo("v2").withGate(Gate.closed(NOW, "v3")).isLeaving()).isFalse();
  }

  private static PodState ready(@Nullable Instant since, boolean terminating) {
    return new PodState(
        "web-0", 0, "u", "1", "v1", PodState.Phase.RUNNING, terminating, since, true);
  }
}
