package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.events.Note;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.release.Rollback;

/** The way back: who goes, in which groups, and what is said of it. Batch 2 of five is done. */
class RollbackTest {
  @Test
  void allReturnAndItIsTold() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.settle();
    assertThat(texts(cluster))
        .containsExactly(
            "Returning 4 pods to v1 (commanded by annotation)", "All pods are back at v1");
    assertThat(cluster.release().current()).isEqualTo("v1");
  }

  @Test
  void inBatchesThePlansSizesAreTaken() {
    ToyCluster cluster = inBatchTwo();
    cluster.edit(w -> Edits.batches(w, Edits.sizes(Edits.confirmed(ToyCluster.plan()), 2)));
    cluster.broken.add("v1");
    cluster.command(c -> Edits.rollback(c, "v1", "in-batches"));
    cluster.settle();
    assertThat(texts(cluster))
        .containsExactly("Returning 4 pods to v1 in batches (commanded by annotation)");
    assertThat(rollback(cluster).ordinals()).hasToString("8-9");
    cluster.broken.clear();
    cluster.wait(Duration.ofSeconds(30)).settle();
    assertThat(rollback(cluster).order()).isEqualTo(2);
    assertThat(rollback(cluster).ordinals()).hasToString("6-9");
    assertThat(rollback(cluster).deadline()).isEqualTo("2026-01-01T00:01:30Z");
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void inBatchesWithoutAPlanAllGoAtOnce() {
    ToyCluster cluster = inBatchTwo();
    cluster.edit(w -> Edits.batches(w, null));
    cluster.pause(true);
    cluster.pass();
    cluster.broken.add("v1");
    cluster.command(c -> Edits.rollback(c, "v1", "in-batches"));
    cluster.settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
    assertThat(rollback(cluster).deadline()).isEqualTo("2026-01-01T00:10:00Z");
  }

  @Test
  void aPlanThatIsRemovedLetsTheRestGoAtOnce() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.rollback(c, "v1", "in-batches"));
    cluster.pass();
    assertThat(rollback(cluster).ordinals()).hasToString("9");
    cluster.edit(w -> Edits.batches(w, null));
    cluster.settle();
    assertThat(rollback(cluster).order()).isEqualTo(1);
    assertThat(cluster.count("v1")).isEqualTo(10);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void oneBatchReturnsAndItIsTold() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.rollbackBatch(c, "1"));
    cluster.settle();
    assertThat(texts(cluster))
        .containsExactly(
            "Returning batch 1 (8-9) to v1 (commanded by annotation)",
            "Batch 1 is back at v1; the release stops there");
    assertThat(cluster.release().current()).isEqualTo("v1");
  }

  @Test
  void theOldTemplateReturnsWhatTheReleaseHasReached() {
    ToyCluster cluster = inBatchTwo();
    cluster.apply("v1");
    cluster.settle();
    assertThat(texts(cluster))
        .containsExactly(
            "Returning 4 pods to v1 (its template was applied again)", "All pods are back at v1");
  }

  /** It was good once, but a person went away from it: all its batches come again. */
  @Test
  void aGoodRevisionThatAPersonLeftIsReleasedInBatches() {
    ToyCluster cluster = ToyCluster.inBatches(Edits::confirmed).settle();
    cluster.apply("v2");
    cluster.settle();
    cluster.command(c -> Edits.confirm(c, "v2/5"));
    cluster.settle();
    assertThat(cluster.release().lastGood()).isEqualTo("v2");
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.settle();
    cluster.apply("v1");
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
    cluster.forget();

    cluster.apply("v2");
    cluster.settle();

    assertThat(cluster.deleted).containsExactly(9, 8);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_FOR_CONFIRMATION);
  }

  @Test
  void aLateRollbackIsToldOnceAndGoesOn() {
    ToyCluster cluster = inBatchTwo();
    cluster.broken.add("v1");
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.settle().wait(Duration.ofSeconds(59)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLING_BACK);
    cluster.wait(Duration.ofSeconds(1)).settle().wait(Duration.ofSeconds(1)).settle();
    assertThat(cluster.notes)
        .filteredOn(n -> n.reason() == Reason.ROLLBACK_FAILED)
        .extracting(Note::text)
        .containsExactly("Pods returned to v1 are not available in time; the rollback goes on");
    assertThat(cluster.general()).isEqualTo(GeneralStatus.FAILED);
    cluster.broken.clear();
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void aReturnedBatchKeepsTheTimeOfItsEnd() {
    ToyCluster cluster = inBatchTwo();
    cluster.wait(Duration.ofSeconds(5));
    cluster.command(c -> Edits.rollbackBatch(c, "2"));
    cluster.settle();
    assertThat(cluster.release().batches().getLast().endTime()).isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void aRunningBatchThatIsReturnedEndsWithThat() {
    ToyCluster cluster = inBatchTwo();
    cluster.broken.add("v2");
    cluster.command(c -> Edits.confirm(c, "2"));
    cluster.settle().wait(Duration.ofSeconds(5));
    cluster.command(c -> Edits.rollbackBatch(c, "3"));
    cluster.settle();
    assertThat(cluster.release().batches().getLast().endTime()).isEqualTo("2026-01-01T00:00:05Z");
  }

  @Test
  void inBatchesTheLowestOrdinalReturnsToo() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c).settle();
    cluster.apply("v2");
    cluster.settle();
    cluster.command(c -> Edits.rollback(c, "v1", "in-batches"));
    cluster.settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
  }

  @Test
  void whatIsAddedMeanwhileReturnsToo() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.pass();
    cluster.scale(12);
    cluster.settle();
    assertThat(cluster.count("v1")).isEqualTo(12);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void whatScaleInTakesIsNotWaitedFor() {
    ToyCluster cluster = inBatchTwo();
    cluster.broken.add("v1");
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.settle();
    cluster.scale(6);
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void pausedARollbackOfOneBatchReplacesNoOtherPod() {
    ToyCluster cluster = withAbandoned();
    cluster.pause(true);
    cluster.command(c -> Edits.rollbackBatch(c, "1"));
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v2 v1");
    cluster.pause(false);
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v1 v1");
  }

  @Test
  void aStoppedReleaseReplacesOnlyTheBrokenThatNobodyWants() {
    ToyCluster cluster = stoppedWithAbandoned();
    cluster.change(0, Edits::unready);
    cluster.change(7, Edits::unready);
    assertThat(Actions.texts(cluster.planned()))
        .containsExactly("delete 7: update of an unavailable pod");
  }

  @Test
  void aStoppedReleaseReplacesNothingWhilePausedOrOnDelete() {
    ToyCluster paused = stoppedWithAbandoned();
    paused.change(7, Edits::unready);
    paused.pause(true);
    assertThat(paused.planned()).isEmpty();

    ToyCluster onDelete = stoppedWithAbandoned();
    onDelete.change(7, Edits::unready);
    onDelete.edit(Edits::onDelete);
    assertThat(onDelete.planned()).isEmpty();
  }

  private static ToyCluster inBatchTwo() {
    ToyCluster cluster = ToyCluster.inBatches(Edits::confirmed).settle();
    cluster.apply("v2");
    cluster.pass();
    cluster.command(c -> Edits.confirm(c, "1"));
    cluster.settle();
    cluster.forget();
    return cluster;
  }

  /** Batch 1 of v3 is pod 9; 6 to 8 are left of v2, and 8 is broken. */
  private static ToyCluster withAbandoned() {
    ToyCluster cluster = inBatchTwo();
    cluster.edit(w -> Edits.batches(w, Edits.sizes(Edits.confirmed(ToyCluster.plan()), 10)));
    cluster.apply("v3");
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v2 v3");
    cluster.brokenOrdinals.put("v2", Set.of(8));
    cluster.change(8, Edits::unready);
    return cluster;
  }

  /** Batch 1 of v3, pod 9, has failed and stays; 6 to 8 are left of v2. */
  private static ToyCluster stoppedWithAbandoned() {
    ToyCluster cluster = inBatchTwo();
    BatchConfig plan = Edits.scope(ToyCluster.plan(), BatchConfig.RollbackScope.NONE);
    cluster.edit(w -> Edits.batches(w, Edits.sizes(plan, 10)));
    cluster.broken.add("v3");
    cluster.apply("v3");
    cluster.settle().wait(Duration.ofSeconds(60)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.FAILED);
    return cluster;
  }

  private static Rollback rollback(ToyCluster cluster) {
    Rollback rollback = cluster.release().rollback();
    if (rollback == null) {
      throw new AssertionError("there is no rollback");
    }
    return rollback;
  }

  private static List<String> texts(ToyCluster cluster) {
    return cluster.notes.stream()
        .filter(
            n -> n.reason() == Reason.ROLLBACK_STARTED || n.reason() == Reason.ROLLBACK_SUCCEEDED)
        .map(Note::text)
        .toList();
  }
}
