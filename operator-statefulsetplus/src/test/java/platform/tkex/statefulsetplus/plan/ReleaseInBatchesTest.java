package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.ReleaseAction;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.Amount;
import platform.tkex.statefulsetplus.model.BatchConfig;

/** A release in batches, told from its first pass to its end. */
class ReleaseInBatchesTest {
  private static ToyCluster running(UnaryOperator<BatchConfig> edit) {
    ToyCluster cluster = ToyCluster.inBatches(edit).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
    assertThat(cluster.release().lastGood()).isEqualTo("v1");
    cluster.forget();
    return cluster;
  }

  @Test
  void automaticBatchesUpdateEveryPodOnceFromTheTop() {
    ToyCluster cluster = running(c -> c);
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(10);
    assertThat(cluster.deleted).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    assertThat(cluster.maxDown).isEqualTo(2);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
    assertThat(cluster.deploy().getAction()).isEqualTo(ReleaseAction.COMPLETED);
    assertThat(cluster.release().lastGood()).isEqualTo("v2");
    assertThat(cluster.notes).extracting(n -> n.reason()).endsWith(Reason.RELEASE_COMPLETED);
  }

  @Test
  void anIdleWorkloadIsNotWrittenAgain() {
    ToyCluster cluster = running(c -> c);
    int writes = cluster.writes;
    cluster.wait(Duration.ofHours(1)).settle();
    assertThat(cluster.writes).isEqualTo(writes);
  }

  @Test
  void nothingStartsUnconfirmed() {
    ToyCluster cluster = running(Edits::confirmed);
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v1 v1 v2 v2");
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_FOR_CONFIRMATION);
    assertThat(cluster.deploy().getAction()).isEqualTo(ReleaseAction.WAIT_TO_CONFIRM);
    cluster.wait(Duration.ofDays(1)).settle();
    assertThat(cluster.count("v2")).isEqualTo(2);
    cluster.command(c -> Edits.confirm(c, "1"));
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(4);
    cluster.command(c -> Edits.confirm(c, "v2/4"));
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(10);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_FOR_CONFIRMATION);
    cluster.command(c -> Edits.confirm(c, "5"));
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
  }

  @Test
  void aConfirmationLeftOverConfirmsNothingInTheNextRelease() {
    ToyCluster cluster = running(Edits::confirmed);
    cluster.apply("v2");
    cluster.pass();
    cluster.command(c -> Edits.confirm(c, "5"));
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
    cluster.apply("v3");
    cluster.settle();
    assertThat(cluster.count("v3")).isEqualTo(2);
    cluster.command(c -> Edits.confirm(c, "v2/5"));
    cluster.settle();
    assertThat(cluster.count("v3")).isEqualTo(2);
    assertThat(cluster.notes).extracting(n -> n.reason()).contains(Reason.COMMAND_IGNORED);
  }

  @Test
  void theIntervalStandsBetweenTwoBatches() {
    ToyCluster cluster = running(c -> Edits.interval(c, Duration.ofMinutes(5)));
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_INTERVAL);
    cluster.wait(Duration.ofSeconds(299)).settle();
    assertThat(cluster.count("v2")).isEqualTo(2);
    cluster.wait(Duration.ofSeconds(1)).settle();
    assertThat(cluster.count("v2")).isEqualTo(4);
  }

  @Test
  void aBrokenBatchIsReturnedAtItsDeadline() {
    ToyCluster cluster = running(c -> c);
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v1 v1 v2 v2");
    cluster.wait(Duration.ofSeconds(59)).settle();
    assertThat(cluster.count("v2")).isEqualTo(2);
    cluster.wait(Duration.ofSeconds(1)).settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
    assertThat(cluster.release().failed()).isEqualTo("v2");
    assertThat(cluster.release().target()).isEqualTo("v2");
    cluster.wait(Duration.ofDays(1)).settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
  }

  @Test
  void scopeAllReturnsTheBatchesBefore() {
    ToyCluster cluster = running(c -> Edits.scope(c, BatchConfig.RollbackScope.ALL));
    cluster.brokenOrdinals.put("v2", Set.of(5));
    cluster.apply("v2");
    cluster.settle().wait(Duration.ofSeconds(60)).settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
    assertThat(cluster.deleted).containsExactly(9, 8, 7, 6, 5, 4, 9, 8, 7, 6, 5, 4);
  }

  @Test
  void scopeBatchKeepsTheBatchesBefore() {
    ToyCluster cluster = running(c -> c);
    cluster.brokenOrdinals.put("v2", Set.of(5));
    cluster.apply("v2");
    cluster.settle().wait(Duration.ofSeconds(60)).settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v2 v2");
    cluster.lose(7);
    cluster.lose(2);
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v2 v2");
  }

  @Test
  void scopeNoneStopsUntilRetry() {
    ToyCluster cluster = running(c -> Edits.scope(c, BatchConfig.RollbackScope.NONE));
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle().wait(Duration.ofSeconds(60)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.FAILED);
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v1 v1 v2 v2");
    cluster.broken.clear();
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(2);
    cluster.command(c -> Edits.retry(c, "v2"));
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
    assertThat(cluster.release().failed()).isEmpty();
  }

  @Test
  void theToleranceLetsAReleasePassButNeverWithoutAReadyPod() {
    ToyCluster cluster = running(c -> Edits.tolerance(Edits.sizes(c, 1), Amount.percentOf(20)));
    cluster.brokenOrdinals.put("v2", Set.of(1, 8));
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.PROGRESSING);
    cluster.wait(Duration.ofSeconds(60)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
    assertThat(cluster.release().lastGood()).isEqualTo("v2");
    assertThat(cluster.release().batches().getFirst().failed()).isEqualTo(2);

    ToyCluster none = running(c -> Edits.tolerance(Edits.sizes(c, 1), Amount.percentOf(100)));
    none.broken.add("v2");
    none.apply("v2");
    none.settle().wait(Duration.ofSeconds(60)).settle();
    assertThat(none.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void pausedTimeDoesNotCountAndNoPodChanges() {
    ToyCluster cluster = running(c -> c);
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle();
    cluster.pause(true);
    cluster.settle().wait(Duration.ofHours(1)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.PAUSED);
    assertThat(cluster.count("v2")).isEqualTo(2);
    cluster.lose(9);
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(2);
    cluster.pause(false);
    cluster.settle().wait(Duration.ofSeconds(59)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.PROGRESSING);
    cluster.wait(Duration.ofSeconds(2)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void serialUpdatesOneAfterAnother() {
    ToyCluster cluster = running(c -> Edits.serial(Edits.sizes(c, 1)));
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.maxDown).isEqualTo(1);
    assertThat(cluster.count("v2")).isEqualTo(10);
  }

  @Test
  void maxUnavailableHoldsWithinABatch() {
    ToyCluster cluster =
        running(c -> Edits.maxUnavailable(Edits.sizes(c, 1), Amount.percentOf(35)));
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.maxDown).isEqualTo(3);
  }
}
