package platform.tkex.common.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import platform.tkex.common.leader.LeaseCandidate;
import platform.tkex.common.leader.LeaseTimes;
import platform.tkex.common.leader.MemoryLeaseStore;
import platform.tkex.common.time.ManualTime;
import platform.tkex.common.write.WriteResult.Done;
import platform.tkex.common.write.WriteResult.NotSent;

/** Lease and writer together: whoever is not the leader (any more) sends nothing. */
class FencingTest {

  private static final Write WRITE = Write.create("/api/v1/namespaces/x/pods", new byte[0]);

  private final ManualTime time = new ManualTime();
  private MemoryLeaseStore store = new MemoryLeaseStore();
  private final List<String> sent = new ArrayList<>();

  /** A process with its candidate and its writer. */
  private final class Replica {
    final LeaseCandidate candidate;
    final ApiWriter writer;

    Replica(String name) {
      candidate = new LeaseCandidate(store, name, LeaseTimes.DEFAULT, time, time);
      writer =
          new ApiWriter(
              _ -> {
                sent.add(name);
                return new Done(201, "u", "1");
              },
              candidate,
              4,
              Runnable::run,
              time,
              time,
              new SimpleMeterRegistry());
    }

    WriteResult write() {
      return writer.run(WRITE);
    }

    void step() {
      try {
        candidate.step();
      } catch (IllegalStateException noAnswer) {
        // the fence decides
      }
    }
  }

  @Test
  void aStandbySendsNothing() {
    Replica a = new Replica("a");
    Replica b = new Replica("b");
    a.step();
    b.step();

    assertThat(a.write().done()).isTrue();
    assertThat(b.write()).isInstanceOf(NotSent.class);
    assertThat(sent).containsExactly("a");
  }

  /** As after a long pause of the JVM or of its machine: nothing of it ran to notice. */
  @Test
  void aLeaderThatStoodStillSendsNothingMore() {
    Replica a = new Replica("a");
    a.step();
    time.advance(Duration.ofSeconds(10));

    assertThat(a.write()).isInstanceOf(NotSent.class);
    assertThat(sent).isEmpty();
  }

  @Test
  void aWriteThatTakesUntilTheDeadlineIsTheLastOfItsRun() {
    Replica a = new Replica("a");
    a.step();
    ApiWriter slow =
        new ApiWriter(
            _ -> {
              sent.add("a");
              time.advance(Duration.ofSeconds(4));
              return new Done(201, "u", "1");
            },
            a.candidate,
            1,
            Runnable::run,
            time,
            time,
            new SimpleMeterRegistry());

    List<WriteResult> results = slow.run(List.of(WRITE, WRITE, WRITE, WRITE));

    assertThat(sent).hasSize(3);
    assertThat(results.getLast()).isInstanceOf(NotSent.class);
  }

  /** What was sent before the deadline has five seconds to arrive before anybody else may write. */
  @Test
  void betweenTwoLeadersNobodyWritesForFiveSeconds() {
    Replica a = new Replica("a");
    Replica b = new Replica("b");
    a.step();
    b.step();
    Duration quiet = Duration.ZERO;
    while (!b.write().done()) {
      if (!a.write().done()) {
        quiet = quiet.plusMillis(100);
      }
      time.advance(Duration.ofMillis(100));
      b.step();
    }

    assertThat(quiet).isBetween(Duration.ofSeconds(5), Duration.ofMillis(5200));
  }

  /** Random stalls, outages and lost answers. */
  @Test
  void neverDoTwoProcessesWriteInOneTerm() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      store = new MemoryLeaseStore();
      List<Replica> replicas = List.of(new Replica("a"), new Replica("b"), new Replica("c"));
      for (int i = 0; i < 300; i++) {
        time.advance(Duration.ofMillis(random.nextInt(3000)));
        store.down = random.nextInt(10) == 0;
        store.losesAnswers = random.nextInt(10) == 0;
        replicas.get(random.nextInt(3)).step();
        sent.clear();
        replicas.forEach(Replica::write);
        assertThat(sent).as("seed %d step %d", seed, i).hasSizeLessThanOrEqualTo(1);
      }
    }
  }
}
