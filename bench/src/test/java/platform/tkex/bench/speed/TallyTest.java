package platform.tkex.bench.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final Tally tally = new Tally();

  @Test
  void aPodCountsOnceItIsReadyAndUntilItIsNot() {
    see("ADDED", "a", "1", false);
    assertThat(tally.ready()).isZero();
    see("MODIFIED", "a", "1", true);
    see("MODIFIED", "a", "1", true);
    assertThat(tally.ready()).isEqualTo(1);
    see("MODIFIED", "a", "1", false);
    assertThat(tally.ready()).isZero();
  }

  @Test
  void afterABeginningOnlyOtherPodsCount() {
    see("ADDED", "a", "1", true);
    tally.beginAnew();
    see("MODIFIED", "a", "1", true);
    assertThat(tally.ready()).isZero();
    see("DELETED", "a", "1", true);
    see("ADDED", "a", "2", true);
    assertThat(tally.ready()).isEqualTo(1);
  }

  @Test
  void theEndOfAPredecessorTakesNothingFromTheSuccessor() {
    see("ADDED", "a", "2", true);
    see("DELETED", "a", "1", true);
    assertThat(tally.uids()).isEqualTo(Map.of("a", "2"));
    assertThat(tally.ready()).isEqualTo(1);
  }

  @Test
  void waitsForExactlySoMany() throws InterruptedException {
    see("ADDED", "a", "1", true);
    assertThat(tally.awaitReady(1, Duration.ZERO)).isTrue();
    assertThat(tally.awaitReady(2, Duration.ZERO)).isFalse();
    assertThat(tally.awaitGone(Duration.ZERO)).isFalse();
  }

  private void see(String type, String name, String uid, boolean ready) {
    tally.see(new Sighting(type, name, uid, "1", ready));
  }
}
