package platform.tkex.common.events;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.common.events.EventLedger.Fate.FAILED;
import static platform.tkex.common.events.EventLedger.Fate.REFUSED;
import static platform.tkex.common.events.EventLedger.Fate.SENT;
import static platform.tkex.common.events.EventLedger.Fate.THROTTLED;
import static platform.tkex.common.events.Recorded.occurrence;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import platform.tkex.common.events.EventSink.Outcome;
import platform.tkex.common.time.ManualTime;

class EventLedgerTest {

  private final ManualTime time = new ManualTime();
  private final MemoryEventSink sink = new MemoryEventSink();
  private final EventLedger ledger = new EventLedger(sink, time, time);

  @Test
  void whatHappensAgainIsCountedNotToldAgain() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      assertThat(ledger.tell(occurrence("web", "x"))).isEqualTo(SENT);
    }
    ledger.tell(occurrence("web", "y"));

    assertThat(sink.calls).containsExactly("create", "countUp 2", "countUp 3", "create");
    assertThat(sink.counts).hasSize(2);
  }

  @Test
  void aRestartedProcessCountsOn() throws InterruptedException {
    sink.counts.put(occurrence("web", "x").eventName(), 40);

    assertThat(ledger.tell(occurrence("web", "x"))).isEqualTo(SENT);
    assertThat(ledger.tell(occurrence("web", "x"))).isEqualTo(SENT);

    assertThat(sink.calls).containsExactly("create", "count", "countUp 41", "countUp 42");
  }

  @Test
  void aCountThatCannotBeReadIsNeverSetBack() throws InterruptedException {
    sink.counts.put(occurrence("web", "x").eventName(), 40);
    sink.countFails = true;
    assertThat(ledger.tell(occurrence("web", "x"))).isEqualTo(FAILED);
    sink.countFails = false;

    assertThat(ledger.tell(occurrence("web", "x"))).isEqualTo(SENT);

    assertThat(sink.counts).containsValue(41);
  }

  @Test
  void aNamespaceThatEndsIsLeftAloneForAWhile() throws InterruptedException {
    sink.next.add(Outcome.NAMESPACE_ENDS);
    assertThat(ledger.tell(occurrence("web", "x"))).isEqualTo(REFUSED);
    assertThat(ledger.tell(occurrence("other", "y"))).isEqualTo(REFUSED);
    assertThat(sink.calls).containsExactly("create");

    time.advance(Duration.ofSeconds(10));

    assertThat(ledger.tell(occurrence("other", "y"))).isEqualTo(SENT);
  }

  @Test
  void anEventThatExpiredIsToldAnew() throws InterruptedException {
    ledger.tell(occurrence("web", "x"));
    sink.counts.clear();

    assertThat(ledger.tell(occurrence("web", "x"))).isEqualTo(SENT);
    ledger.tell(occurrence("web", "x"));

    assertThat(sink.calls).containsExactly("create", "countUp 2", "create", "countUp 2");
  }

  @Test
  void aReasonInALoopIsBoundedAndOthersAreNot() throws InterruptedException {
    for (int i = 0; i < 100; i++) {
      assertThat(ledger.tell(occurrence("web", "note " + i))).isEqualTo(SENT);
    }
    assertThat(ledger.tell(occurrence("web", "one more"))).isEqualTo(THROTTLED);
    assertThat(ledger.tell(occurrence("api", "x"))).isEqualTo(SENT);
    assertThat(ledger.tell(occurrence("web", "BatchFailed", "x"))).isEqualTo(SENT);

    time.advance(Duration.ofMinutes(1));
    assertThat(ledger.tell(occurrence("web", "later"))).isEqualTo(SENT);
    assertThat(ledger.tell(occurrence("web", "too soon"))).isEqualTo(THROTTLED);
  }

  @Test
  void countingGoesOnWhileThrottled() throws InterruptedException {
    for (int i = 0; i < 130; i++) {
      ledger.tell(occurrence("web", "x"));
    }
    assertThat(sink.counts).containsValue(100);
    time.advance(Duration.ofMinutes(1));

    ledger.tell(occurrence("web", "x"));

    assertThat(sink.counts).containsValue(131);
  }

  @Test
  void aServerThatDoesNotAnswerIsAskedThreeTimesASecondApart() throws InterruptedException {
    sink.next.addAll(List.of(Outcome.FAILED, Outcome.FAILED));
    assertThat(ledger.tell(occurrence("web", "x"))).isEqualTo(SENT);
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(2));

    sink.next.addAll(List.of(Outcome.FAILED, Outcome.FAILED, Outcome.FAILED));
    assertThat(ledger.tell(occurrence("web", "y"))).isEqualTo(FAILED);
    assertThat(sink.calls).hasSize(6);
  }

  @Test
  void aRefusalIsNotTriedAgain() throws InterruptedException {
    sink.next.add(Outcome.REFUSED);

    assertThat(ledger.tell(occurrence("web", "x"))).isEqualTo(REFUSED);
    assertThat(sink.calls).hasSize(1);
  }

  @Test
  void theBudgetsOfManyObjectsAreBounded() {
    TokenBuckets buckets = new TokenBuckets(1, Duration.ofMinutes(5), 2, time);
    assertThat(buckets.take("a")).isTrue();
    assertThat(buckets.take("a")).isFalse();
    buckets.take("b");
    buckets.take("c");

    assertThat(buckets.take("a")).as("forgotten, so full again").isTrue();
  }
}
