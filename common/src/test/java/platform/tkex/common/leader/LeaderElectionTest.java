package platform.tkex.common.leader;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import platform.tkex.common.time.Sleeper;
import platform.tkex.common.time.Ticker;

class LeaderElectionTest {

  private static final LeaseTimes FAST =
      new LeaseTimes(Duration.ofSeconds(2), Duration.ofMillis(500), Duration.ofMillis(20));

  private final MemoryLeaseStore store = new MemoryLeaseStore();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger lost = new AtomicInteger();

  @Test
  void leadsOnceAndReleasesOnClose() {
    try (LeaderElection election = election("a")) {
      election.start(started::incrementAndGet, lost::incrementAndGet);
      await().until(() -> started.get() == 1);

      assertThat(election.fence().held()).isTrue();
      assertThat(registry.get("leader_election_master_status").tag("name", "x").gauge().value())
          .isEqualTo(1);
    }

    assertThat(requireNonNull(store.read()).holder()).isEmpty();
    assertThat(registry.get("leader_election_master_status").gauge().value()).isZero();
    assertThat(lost).as("a wanted end is no loss").hasValue(0);
  }

  @Test
  void tellsWhenNoAnswerComesUntilTheDeadline() {
    try (LeaderElection election = election("a")) {
      election.start(started::incrementAndGet, lost::incrementAndGet);
      await().until(() -> started.get() == 1);

      store.down = true;

      await().until(() -> lost.get() == 1);
      assertThat(election.fence().held()).isFalse();
    }
    assertThat(started).hasValue(1);
  }

  @Test
  void tellsAtOnceWhenAnotherTookIt() {
    try (LeaderElection election = election("a")) {
      election.start(started::incrementAndGet, lost::incrementAndGet);
      await().until(() -> started.get() == 1);

      // by hand, as an administrator would
      await()
          .ignoreExceptions()
          .until(() -> {
            var now = requireNonNull(store.read());
            return store.write(
                    new LeaseStore.LeaseRecord(
                        "b", 60, now.acquired(), now.renewed(), 1, now.version()))
                != null;
          });

      await().until(() -> lost.get() == 1);
    }
    assertThat(requireNonNull(store.read()).holder()).isEqualTo("b");
  }

  @Test
  void aStandbyThatStopsWasNeverStarted() {
    LeaderElection leader = election("a");
    leader.start(() -> {}, () -> {});
    await().until(leader.fence()::held);
    LeaderElection standby = election("b");
    standby.start(started::incrementAndGet, lost::incrementAndGet);

    standby.close();

    assertThat(started).hasValue(0);
    assertThat(lost).hasValue(0);
    assertThat(leader.fence().held()).isTrue();
    leader.close();
  }

  private LeaderElection election(String identity) {
    LeaseCandidate candidate =
        new LeaseCandidate(store, identity, FAST, Clock.systemUTC(), Ticker.system());
    return new LeaderElection(
        candidate,
        "x",
        FAST,
        Sleeper.system(),
        RandomGenerator.getDefault(),
        Thread.ofPlatform().daemon().factory(),
        registry);
  }
}
