package platform.tkex.common.leader;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.common.time.ManualTime;

class LeaseCandidateTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTime time = new ManualTime();
  private final MemoryLeaseStore store = new MemoryLeaseStore();

  @Test
  void theFirstGetsANewLeaseAndTheSecondWaits() {
    LeaseCandidate a = candidate("a");
    LeaseCandidate b = candidate("b");

    assertThat(a.held()).isFalse();
    assertThat(a.step()).isTrue();
    assertThat(b.step()).isFalse();

    assertThat(a.held()).isTrue();
    assertThat(b.held()).isFalse();
    assertThat(b.holder()).isEqualTo("a");
    assertThat(requireNonNull(store.read()).durationSeconds()).isEqualTo(15);
  }

  @Test
  void theFenceFallsAtTheRenewDeadlineWithoutAnybodyAsking() {
    LeaseCandidate a = candidate("a");
    a.step();

    time.advance(Duration.ofMillis(9_999));
    assertThat(a.held()).isTrue();
    time.advance(Duration.ofMillis(1));
    assertThat(a.held()).isFalse();
  }

  @Test
  void aRenewalKeepsItAndTheAcquireTime() {
    LeaseCandidate a = candidate("a");
    a.step();
    var acquired = requireNonNull(store.read()).acquired();

    for (int i = 0; i < 60; i++) {
      time.advance(SECOND);
      assertThat(a.step()).isTrue();
    }

    assertThat(a.held()).isTrue();
    assertThat(requireNonNull(store.read()).acquired()).isEqualTo(acquired);
    assertThat(requireNonNull(store.read()).transitions()).isZero();
  }

  @Test
  void aStandbyWaitsTheWholeLeaseFromTheLastChangeItSaw() {
    candidate("a").step();
    LeaseCandidate b = candidate("b");
    time.advance(Duration.ofSeconds(14));
    assertThat(b.step()).as("first look").isFalse();
    time.advance(Duration.ofMillis(14_999));
    assertThat(b.step()).isFalse();
    time.advance(Duration.ofMillis(1));

    assertThat(b.step()).isTrue();
    assertThat(requireNonNull(store.read()).transitions()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {-3600, 3600})
  void aWrongWallClockDeposesNobody(long seconds) {
    LeaseCandidate a = candidate("a");
    Clock wrong = Clock.offset(time, Duration.ofSeconds(seconds));
    LeaseCandidate b = new LeaseCandidate(store, "b", LeaseTimes.DEFAULT, wrong, time);

    for (int i = 0; i < 100; i++) {
      assertThat(a.step()).isTrue();
      assertThat(b.step()).isFalse();
      time.advance(Duration.ofSeconds(2));
    }
  }

  @Test
  void aReleasedLeaseIsTakenAtOnce() {
    LeaseCandidate a = candidate("a");
    LeaseCandidate b = candidate("b");
    a.step();
    b.step();

    a.release();

    assertThat(a.held()).isFalse();
    assertThat(b.step()).isTrue();
  }

  @Test
  void aStandbyReleasesNothing() {
    LeaseCandidate a = candidate("a");
    LeaseCandidate b = candidate("b");
    a.step();
    b.step();

    b.release();

    assertThat(a.step()).isTrue();
    assertThat(requireNonNull(store.read()).holder()).isEqualTo("a");
  }

  @Test
  void anOutageShorterThanTheDeadlineIsSurvived() {
    LeaseCandidate a = candidate("a");
    a.step();
    store.down = true;
    time.advance(Duration.ofSeconds(9));
    assertThatThrownBy(a::step).isInstanceOf(IllegalStateException.class);
    assertThat(a.held()).isTrue();
    store.down = false;

    assertThat(a.step()).isTrue();
    time.advance(Duration.ofSeconds(9));
    assertThat(a.held()).isTrue();
  }

  @Test
  void aLostAnswerIsNotLeadershipUntilSeen() {
    LeaseCandidate a = candidate("a");
    store.losesAnswers = true;
    assertThatThrownBy(a::step).isInstanceOf(IllegalStateException.class);
    assertThat(a.held()).isFalse();
    store.losesAnswers = false;

    assertThat(a.step()).isTrue();
  }

  /** Random schedules, outages, lost answers and stalls of any candidate. */
  @Test
  void neverTwoFencesAtOnce() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      MemoryLeaseStore shared = new MemoryLeaseStore();
      List<LeaseCandidate> candidates =
          List.of(candidate(shared, "a"), candidate(shared, "b"), candidate(shared, "c"));
      for (int i = 0; i < 500; i++) {
        time.advance(Duration.ofMillis(random.nextInt(3000)));
        shared.down = random.nextInt(10) == 0;
        shared.losesAnswers = random.nextInt(10) == 0;
        step(candidates.get(random.nextInt(3)), random);
        assertThat(candidates.stream().filter(LeaseCandidate::held))
            .as("seed %d step %d", seed, i)
            .hasSizeLessThanOrEqualTo(1);
      }
    }
  }

  private static void step(LeaseCandidate candidate, Random random) {
    try {
      if (random.nextInt(50) == 0) {
        candidate.release();
      } else {
        candidate.step();
      }
    } catch (IllegalStateException noAnswer) {
      // what a candidate makes of it is the test
    }
  }

  private LeaseCandidate candidate(String identity) {
    return candidate(store, identity);
  }

  private LeaseCandidate candidate(LeaseStore where, String identity) {
    return new LeaseCandidate(where, identity, LeaseTimes.DEFAULT, time, time);
  }
}
