package platform.tkex.statefulsetplus.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import platform.tkex.common.process.ExitCodes;
import platform.tkex.statefulsetplus.faults.Trial.Ending;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.faults.ApiRequest;
import platform.tkex.testkit.faults.Fault;
import platform.tkex.testkit.faults.Rule;

/** Two operators, of which the leading one stops in the middle of a batch. */
@FaultTest
class LeaderFailoverIT {

  private static final String[] ELECTION = {
    "--leader-elect=true",
    "--lease-duration=5s",
    "--lease-renew-deadline=4s",
    "--lease-retry-period=500ms"
  };

  /** The first batch has two pods, each of which is deleted and made again. */
  private static final int MID_BATCH = 5;

  @Test
  void theStandbyGoesOnWhereAKilledLeaderStopped(Cluster cluster, TestNamespace namespace) {
    try (Rig leader = Rig.of(cluster, namespace, "killed", ELECTION).started();
        Rig standby = Rig.of(cluster, namespace, "standby", ELECTION);
        Trial trial = Trial.create(namespace, "web", Ending.COMPLETED)) {
      trial.awaitRunning();
      standby.started();
      AtPodWrite killed = new AtPodWrite(MID_BATCH, _ -> leader.operator().kill());
      leader.proxy().rule(killed);

      trial.release();
      trial.awaitEnd();

      assertThat(killed.isReached()).isTrue();
      assertThat(podWrites(standby)).isNotEmpty();
      standby.awaitQuiet();
      trial.check();
    }
  }

  /**
   * A machine that sleeps, a long pause of the garbage collector: the old leader does not know that
   * time has passed, and its next writes are at hand.
   */
  @Test
  void aFrozenLeaderWritesNothingWhenItWakes(Cluster cluster, TestNamespace namespace) {
    try (Rig frozen = Rig.of(cluster, namespace, "frozen", ELECTION).started();
        Rig standby = Rig.of(cluster, namespace, "successor", ELECTION);
        Trial trial = Trial.create(namespace, "web", Ending.COMPLETED)) {
      trial.awaitRunning();
      standby.started();
      frozen.proxy().rule(new AtPodWrite(MID_BATCH, _ -> frozen.operator().freeze()));

      trial.release();
      Await.until("the standby goes on with the release", () -> !podWrites(standby).isEmpty());
      int before = frozen.writes().size();
      frozen.operator().thaw();

      assertThat(frozen.operator().awaitEnd()).isEqualTo(ExitCodes.LEASE_LOST);
      trial.awaitEnd();
      standby.awaitQuiet();
      List<ApiRequest> writes = frozen.writes();
      assertThat(writes.subList(before, writes.size()))
          .as("writes of the old leader, but Events, which tell what it did while it led")
          .allMatch(write -> write.resource().equals("events"));
      trial.check();
    }
  }

  private static List<ApiRequest> podWrites(Rig rig) {
    return rig.writes().stream().filter(write -> write.resource().equals("pods")).toList();
  }

  /** Does something once: when a write to a pod has taken effect and before its answer. */
  private static final class AtPodWrite implements Rule {

    private final AtomicInteger seen = new AtomicInteger();
    private final int number;
    private final Consumer<ApiRequest> action;

    AtPodWrite(int number, Consumer<ApiRequest> action) {
      this.number = number;
      this.action = action;
    }

    @Override
    public Fault decide(ApiRequest request) {
      return Fault.NONE;
    }

    @Override
    public void tookEffect(ApiRequest request) {
      boolean counts = request.isWrite() && request.resource().equals("pods");
      if (counts && seen.incrementAndGet() == number) {
        action.accept(request);
      }
    }

    boolean isReached() {
      return seen.get() >= number;
    }
  }
}
