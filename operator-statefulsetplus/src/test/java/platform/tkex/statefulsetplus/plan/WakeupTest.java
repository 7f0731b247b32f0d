package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import platform.tkex.statefulsetplus.model.Gate;
import platform.tkex.statefulsetplus.model.Objection;

/** When a pass is needed though nothing happens. */
class WakeupTest {
  @Test
  void nothingWakesAnIdleWorkload() {
    assertThat(wakeup(ToyCluster.inBatches(c -> c).settle())).isEmpty();
  }

  @Test
  void aPodBecomesAvailableWhenMinReadyEnds() {
    ToyCluster cluster = new ToyCluster(ToyCluster.workload(2, true, null));
    cluster.edit(w -> Edits.minReady(w, Duration.ofSeconds(10)));
    cluster.settle().wait(Duration.ofSeconds(4));
    cluster.change(1, Edits::unready);
    assertThat(wakeup(cluster)).hasValue(Duration.ofSeconds(6));
    assertThat(wakeup(cluster.wait(Duration.ofSeconds(6)))).isEmpty();
  }

  @Test
  void aRefusedTemplateIsTriedAgainSoonerWhenNothingWasSaidOfIt() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c).settle();
    cluster.objection = new Objection("no", false);
    assertThat(wakeup(cluster)).hasValue(Duration.ofSeconds(30));
    cluster.objection = new Objection("no answer", true);
    assertThat(wakeup(cluster)).hasValue(Duration.ofSeconds(2));
  }

  @Test
  void aPodHasBeenOutOfItsServicesForLongEnough() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c).settle();
    cluster.change(3, p -> p.withGate(Gate.closed(cluster.now.plusSeconds(7), "v2")));
    cluster.change(4, p -> p.withGate(Gate.closed(null, "v2")));
    assertThat(wakeup(cluster)).hasValue(Duration.ofSeconds(7));
    assertThat(wakeup(cluster.wait(Duration.ofSeconds(7)))).isEmpty();
  }

  @Test
  void aDoubtEnds() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c).settle();
    cluster.inDoubt.put("u0", cluster.now.plusSeconds(9));
    assertThat(wakeup(cluster)).hasValue(Duration.ofSeconds(9));
  }

  @Test
  void aBatchHasItsDeadlineAndNoneWhilePaused() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c).settle();
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle();
    assertThat(wakeup(cluster.wait(Duration.ofSeconds(1)))).hasValue(Duration.ofSeconds(59));
    cluster.pause(true);
    assertThat(wakeup(cluster.settle())).isEmpty();
  }

  @Test
  void aRollbackHasItsDeadline() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c).settle();
    cluster.apply("v2");
    cluster.until(_ -> cluster.count("v2") == 4);
    cluster.broken.add("v1");
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    assertThat(wakeup(cluster.settle())).hasValue(Duration.ofSeconds(60));
  }

  @Test
  void anIntervalEnds() {
    ToyCluster cluster =
        ToyCluster.inBatches(c -> Edits.interval(c, Duration.ofSeconds(40))).settle();
    cluster.apply("v2");
    cluster.settle();
    assertThat(wakeup(cluster.wait(Duration.ofSeconds(1)))).hasValue(Duration.ofSeconds(39));
  }

  @Test
  void theFirstOfAllReasonsCounts() {
    ToyCluster cluster =
        ToyCluster.inBatches(c -> Edits.interval(c, Duration.ofSeconds(20))).settle();
    cluster.apply("v2");
    cluster.settle();
    cluster.objection = new Objection("no", false);
    assertThat(wakeup(cluster)).hasValue(Duration.ofSeconds(20));
    assertThat(wakeup(cluster.wait(Duration.ofSeconds(20)))).hasValue(Duration.ofSeconds(30));
  }

  private static Optional<Duration> wakeup(ToyCluster cluster) {
    return Wakeup.after(cluster.snapshot(), cluster.release());
  }
}
