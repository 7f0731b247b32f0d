package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.BatchStatus;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.BatchConfig;

/** What people do in the middle of a release: other templates, scaling, rollbacks, edited plans. */
class ReleaseTurnsTest {
  private static ToyCluster inBatchTwo() {
    ToyCluster cluster = ToyCluster.inBatches(Edits::confirmed).settle();
    cluster.apply("v2");
    cluster.pass();
    cluster.command(c -> Edits.confirm(c, "1"));
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v2 v2");
    cluster.forget();
    return cluster;
  }

  /** v2 is last good, and a person has gone back to v1. */
  private static ToyCluster backFromCompleted() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c).settle();
    cluster.apply("v2");
    cluster.settle();
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.settle();
    return cluster;
  }

  /** Nothing is returned: pods 8 and 9 are at v2, and 8 is broken. */
  private static ToyCluster failedInBatchOne() {
    ToyCluster cluster =
        ToyCluster.inBatches(c -> Edits.scope(c, BatchConfig.RollbackScope.NONE)).settle();
    cluster.brokenOrdinals.put("v2", Set.of(8));
    cluster.apply("v2");
    cluster.settle().wait(Duration.ofSeconds(60)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.FAILED);
    return cluster;
  }

  @Test
  void scaleOutStartsAtLastGoodAndJoinsTheBatchesThatRemain() {
    ToyCluster cluster = inBatchTwo();
    cluster.scale(15);
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v2 v2 v1 v1 v1 v1 v1");
    cluster.command(c -> Edits.confirm(c, "2"));
    cluster.settle();
    assertThat(cluster.deleted).containsExactly(14, 13, 12, 11);
    assertThat(cluster.deploy().getBatchOrdinal()).isEqualTo(11);
    cluster.command(c -> Edits.confirm(c, "5"));
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(15);
    assertThat(cluster.deleted).doesNotHaveDuplicates();
  }

  @Test
  void scaleInReplansAndABatchScaledAwayHasPassed() {
    ToyCluster cluster = inBatchTwo();
    cluster.scale(5);
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1");
    assertThat(cluster.deploy().getCurrentOrderSuccessPer()).isEqualTo(100);
    cluster.scale(10);
    cluster.settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
    cluster.command(c -> Edits.confirm(c, "5"));
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(10);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
  }

  @Test
  void zeroReplicasAndBackKeepTheReleaseWhereItWas() {
    ToyCluster cluster = inBatchTwo();
    cluster.scale(0);
    cluster.settle().wait(Duration.ofHours(2)).settle();
    assertThat(cluster.general()).isNotIn(GeneralStatus.COMPLETED, GeneralStatus.FAILED);
    cluster.scale(10);
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v2 v2");
  }

  @Test
  void lostPodsReturnAtTheRevisionTheyHad() {
    ToyCluster cluster = inBatchTwo();
    cluster.lose(0);
    cluster.lose(9);
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v2 v2");
  }

  @Test
  void aNewTemplateRestartsAtBatchOneAndTakesAbandonedPodsFirst() {
    ToyCluster cluster = inBatchTwo();
    cluster.scale(12);
    cluster.settle();
    cluster.apply("v3");
    cluster.settle();
    assertThat(cluster.deploy().getBatchOrder()).isEqualTo(1);
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v3 v3 v3 v1 v1");
  }

  @Test
  void aBrokenReleaseIsHealedByAGoodOneWithoutAHand() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c);
    cluster.edit(Edits::ordered);
    cluster.settle();
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle();
    cluster.apply("v3");
    cluster.settle();
    assertThat(cluster.count("v3")).isEqualTo(10);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
  }

  @Test
  void theOldTemplateAppliedAgainClosesTheRelease() {
    ToyCluster cluster = inBatchTwo();
    cluster.apply("v1");
    cluster.settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
    assertThat(cluster.deleted).containsExactly(9, 8, 7, 6);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
    assertThat(cluster.deploy().getBatches()).isEmpty();
  }

  @Test
  void oneKeyRollbackHoldsUntilTheTemplateChanges() {
    ToyCluster cluster = inBatchTwo();
    cluster.pause(true);
    cluster.command(c -> Edits.rollback(c, "last-good", ""));
    cluster.settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
    assertThat(cluster.release().target()).isEqualTo("v2");
    cluster.pause(false);
    cluster.command(c -> Edits.rollback(c, "", ""));
    cluster.settle().wait(Duration.ofDays(1)).settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
    cluster.apply("v3");
    cluster.settle();
    assertThat(cluster.count("v3")).isEqualTo(2);
  }

  @Test
  void rollbackInBatchesGoesInTheSizesOfThePlan() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.rollback(c, "last-good", "in-batches"));
    cluster.settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
    assertThat(cluster.deleted).containsExactly(9, 8, 7, 6);
    assertThat(cluster.maxDown).isEqualTo(1);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void oneBatchCanBeReturned() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.rollbackBatch(c, "1"));
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v1 v1");
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
    assertThat(cluster.column()).isEqualTo("2/5");
    cluster.command(c -> Edits.retry(c, "v2"));
    cluster.command(c -> Edits.confirm(c, "5"));
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(10);
  }

  @Test
  void commandsThatNameNothingMoveNothingAndSaySo() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.rollback(c, "v9", ""));
    cluster.command(c -> Edits.rollbackBatch(c, "7"));
    cluster.command(c -> Edits.retry(c, "v9"));
    cluster.command(c -> Edits.confirm(c, "-1"));
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v2 v2");
    assertThat(cluster.notes)
        .filteredOn(n -> n.reason() == Reason.COMMAND_IGNORED)
        .extracting(n -> n.text())
        .hasSize(4)
        .anyMatch(text -> text.contains("v9"));
    cluster.command(c -> Edits.rollback(c, "last-good", "sideways"));
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(4);
  }

  @Test
  void anEditedPlanKeepsWhatIsUpdatedAndStartsNothingUnconfirmed() {
    ToyCluster cluster = inBatchTwo();
    cluster.edit(w -> Edits.batches(w, Edits.sizes(Edits.confirmed(ToyCluster.plan()), 2)));
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v2 v2");
    assertThat(cluster.deploy().getBatches())
        .extracting(BatchStatus::getReplicas)
        .containsExactly(2, 2, 6);
    cluster.command(c -> Edits.confirm(c, "2"));
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(10);
  }

  @Test
  void withoutThePlanTheRestRollsOutPlainly() {
    ToyCluster cluster = inBatchTwo();
    cluster.edit(w -> Edits.batches(w, null));
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(10);
    assertThat(cluster.maxDown).isEqualTo(1);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
  }

  @Test
  void aRejectedPodThatBreaksDoesNotWaitForItsBatch() {
    ToyCluster cluster = failedInBatchOne();
    cluster.edit(w -> Edits.batches(w, Edits.sizes(Edits.confirmed(ToyCluster.plan()), 10)));
    cluster.apply("v3");
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v1 v1 v1 v3");
  }

  @Test
  void withoutAPlanGoingBackKeepsToTheBudgetOfAnUpdate() {
    ToyCluster cluster = new ToyCluster(ToyCluster.workload(10, true, null)).settle();
    cluster.apply("v2");
    cluster.until(_ -> cluster.count("v2") == 4);
    cluster.forget();
    cluster.apply("v1");
    cluster.settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
    assertThat(cluster.maxDown).isEqualTo(1);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
  }

  @Test
  void withOnDeleteGoingBackMovesNothing() {
    ToyCluster cluster = inBatchTwo();
    cluster.edit(Edits::onDelete);
    cluster.apply("v1");
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v2 v2");
    assertThat(cluster.deleted).isEmpty();
  }

  @Test
  void aRetryAfterARollbackBeginsAtBatchOneAlsoForPodsThatWereThereBefore() {
    ToyCluster cluster = new ToyCluster(ToyCluster.workload(10, true, null)).settle();
    cluster.apply("v2");
    cluster.until(_ -> cluster.count("v2") == 4);
    cluster.edit(w -> Edits.batches(w, Edits.confirmed(ToyCluster.plan())));
    cluster.settle();
    cluster.command(c -> Edits.rollback(c, "last-good", ""));
    cluster.settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
    cluster.forget();
    cluster.command(c -> Edits.retry(c, "v2"));
    cluster.settle();
    assertThat(cluster.deleted).containsExactly(9, 8);
  }

  @Test
  void aBrokenPodThatNobodyWantsDoesNotWaitForItsBatch() {
    ToyCluster cluster = ToyCluster.inBatches(c -> Edits.sizes(Edits.confirmed(c), 2)).settle();
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.until(_ -> cluster.count("v2") == 5);
    cluster.edit(w -> Edits.batches(w, Edits.confirmed(ToyCluster.plan())));
    cluster.apply("v3");
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v1 v1 v3 v3");
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_FOR_CONFIRMATION);
  }

  @Test
  void aStoppedReleaseGoesNoFurtherWhenItsPlanIsRemoved() {
    ToyCluster cluster = failedInBatchOne();
    cluster.edit(w -> Edits.batches(w, null));
    cluster.lose(3);
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v1 v1 v2 v2");
  }

  @Test
  void aReturnedBatchStaysReturnedWhenItsPlanIsRemoved() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.rollbackBatch(c, "1"));
    cluster.settle();
    cluster.edit(w -> Edits.batches(w, null));
    cluster.lose(0);
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v1 v1");
  }

  @Test
  void aLostPodReturnsToWhatAPersonWentBackToNotToWhatHeLeft() {
    ToyCluster cluster = backFromCompleted();
    cluster.edit(w -> Edits.batches(w, Edits.confirmed(ToyCluster.plan())));
    cluster.broken.add("v3");
    cluster.apply("v3");
    cluster.settle();
    cluster.lose(0);
    cluster.scale(11);
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v1 v1 v3 v3 v1");
    cluster.wait(Duration.ofSeconds(60)).settle();
    assertThat(cluster.count("v1")).isEqualTo(11);
  }

  @Test
  void aDeletedRevisionIsNoReasonToMakeOrDeleteAnything() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c).settle();
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.until(_ -> cluster.count("v2") == 2);
    cluster.deleteRevision("v1");
    cluster.forget();
    cluster.lose(0);
    cluster.settle().wait(Duration.ofSeconds(60)).settle();
    assertThat(cluster.deleted).isEmpty();
    assertThat(cluster.count("v2")).isEqualTo(2);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.FAILED);
    assertThat(cluster.deploy().getMessage()).contains("deleted revision v1");
    cluster.apply("v3");
    cluster.settle();
    assertThat(cluster.count("v3")).isEqualTo(10);
  }

  @Test
  void aTurnAtOnDeleteConfirmsNothingAndForgetsNothing() {
    ToyCluster cluster = inBatchTwo();
    cluster.edit(Edits::onDelete);
    cluster.settle().wait(Duration.ofHours(1)).settle();
    cluster.edit(Edits::rollingUpdate);
    cluster.settle();
    assertThat(cluster.deleted).isEmpty();
    assertThat(cluster.deploy().getBatchOrder()).isEqualTo(2);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_FOR_CONFIRMATION);
  }

  @Test
  void aRollbackUnderOnDeleteHasItsDeadlineToo() {
    ToyCluster cluster = inBatchTwo();
    cluster.edit(Edits::onDelete);
    cluster.broken.add("v1");
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.settle().wait(Duration.ofHours(1)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.FAILED);
  }

  @Test
  void aCompletedReleaseThatWasRolledBackCanBeTriedAgain() {
    ToyCluster cluster = backFromCompleted();
    cluster.forget();
    cluster.command(c -> Edits.retry(c, "v2"));
    cluster.settle();
    assertThat(cluster.deleted).containsExactly(9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
    assertThat(cluster.maxDown).isEqualTo(2);
  }
}
