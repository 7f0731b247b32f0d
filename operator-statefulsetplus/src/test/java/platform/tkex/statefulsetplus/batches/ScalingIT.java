package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.StatefulSetPlusBuilder;

/** More or fewer replicas in the middle of a release. */
class ScalingIT extends BatchTest {

  private LiveWorkload afterBatchOne(StatefulSetPlusBuilder manifest) {
    LiveWorkload web = running(confirmed(manifest));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    return web;
  }

  @Test
  @DisplayName("Case 40: 5 to 10 in the middle; new pods at last good join the batches that remain")
  void fiveToTen() {
    LiveWorkload web = afterBatchOne(web(5).autoBatches("40%", "40%", "20%"));
    web.awaitImages("v1 v1 v1 v2 v2");
    PodHistory.Mark mark = web.history().mark();
    web.scale(10).awaitImages("v1 v1 v1 v2 v2 v1 v1 v1 v1 v1").awaitPasses();
    assertThatHistory(web.history().since(mark)).createdOnceEach(5, 6, 7, 8, 9);
    // 40% of 10 now; the last one takes the rest
    web.await(w -> w.hasBatch(1, 3, 2).hasBatchSizes(2, 4, 4));

    web.confirm("1");
    web.await(w -> w.hasBatch(2, 6, 4).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.awaitImages("v1 v1 v1 v2 v2 v1 v2 v2 v2 v2");
    web.confirm("2");
    // with a gap: 5, 2, 1, 0
    web.await(w -> w.hasBatch(3, 0, 4).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.confirm("3").awaitReleased();
    assertThat(Journeys.of(web.history().since(mark)).values())
        .as("no pod ever flips back")
        .containsExactly(
            "v1 v2", "v1 v2", "v1 v2", "v2", "v2", "v1 v2", "v1 v2", "v1 v2", "v1 v2", "v1 v2");
  }

  @Test
  @DisplayName("Case 40: 10 to 5 in the middle; the rest is planned anew, nothing flips back")
  void tenToFive() {
    LiveWorkload web = afterBatchOne(web(10).autoBatches("20%", "40%", "40%"));
    PodHistory.Mark mark = web.history().mark();
    web.scale(9).awaitImages("v1 v1 v1 v1 v1 v1 v1 v1 v2");
    web.await(w -> w.hasBatch(1, 8, 1).hasBatchSizes(1, 4, 4));
    web.scale(5).awaitImages("v1 v1 v1 v1 v1");
    web.await(
        w -> w.hasBatchSizes(0, 2, 3).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.confirm("3").awaitReleased().awaitImages("v2 v2 v2 v2 v2");
    assertThat(web.history().since(mark).creationsPerOrdinal())
        .containsOnlyKeys(0, 1, 2, 3, 4)
        .allSatisfy((ordinal, times) -> assertThat(times).isEqualTo(1));
  }

  @Test
  @DisplayName("Case 33: gray 20% of 10, scaled to 15; the new pods run the last good version")
  void theGrayPartStaysAsPlanned() {
    LiveWorkload web = afterBatchOne(web(10).autoBatches("20%", "80%"));
    web.scale(15).awaitImages("v1 v1 v1 v1 v1 v1 v1 v1 v2 v2 v1 v1 v1 v1 v1").awaitPasses();
    web.await(w -> w.hasUpdatedReplicas(2).hasBatch(1, 8, 2));
  }

  @Test
  @DisplayName("Case 32 with batches: replicas 0 and back keep the release where it was")
  void zeroAndBack() {
    LiveWorkload web = afterBatchOne(web(3).autoBatches("1", "1", "1"));
    web.scale(0).awaitImages("");
    web.awaitPasses();
    web.await(w ->
        w.hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION)
            .hasBatchOrder(1)
            .hasCondition("Progressing", true));
    web.scale(3).awaitImages("v1 v1 v2").awaitPasses();
    web.await(w -> w.hasBatch(1, 2, 1).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.confirm("3").awaitReleased();
  }

  @Test
  void atZeroReplicasAReleaseNeitherCompletesNorFails() {
    LiveWorkload web = running(timeout(web(2).autoBatches("1", "1"), 1));
    web.scale(0).awaitImages("");
    web.release("app:v2").awaitPasses();
    web.await(w ->
        w.hasGeneralStatus(GeneralStatus.PROGRESSING)
            .hasLastGoodRevision(web.revision("app:v1"))
            .hasFailedRevision(""));
    web.editPlan(plan -> plan.setBatchTimeoutSeconds(LATE));
    web.scale(2).awaitReleased().awaitImages("v2 v2");
  }

  @Test
  void aBatchWhosePodsWereAllScaledAwayIsPassed() {
    LiveWorkload web = running(timeout(web(4).autoBatches("2", "2"), LATE));
    web.releaseUnready("app:v2").await(w -> w.hasUpdatedReplicas(2).hasBatchOrder(1));
    web.scale(2);
    web.await(w -> w.hasBatch(2, 0, 2).hasOutcome(1, BatchOutcome.SUCCEEDED));
    web.makeReady("app:v2", 1, 0);
    web.awaitReleased();
  }

  @Test
  void scaleOutDuringTheLastBatchJoinsIt() {
    LiveWorkload web = running(confirmed(web(3).autoBatches("1", "2")));
    web.release("app:v2").await(w -> w.hasBatchOrder(1)).confirm("1");
    web.await(w -> w.hasBatch(2, 0, 2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.scale(4);
    web.await(w -> w.hasBatch(2, 0, 3).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.awaitImages("v2 v2 v2 v2").confirm("2").awaitReleased();
  }

  @Test
  void scaleOutWhileABatchRunsDoesNotChangeIt() {
    LiveWorkload web = running(web(3).autoBatches("1", "1", "1"));
    web.releaseUnready("app:v2").await(w -> w.hasUpdatedReplicas(1).hasBatchOrder(1));
    web.scale(5).awaitPasses();
    web.await(w -> w.hasBatch(1, 2, 1).hasBatchSizes(1, 1, 3));
    assertThat(web.images()).isEqualTo("v1 v1 v2 v1 v1");
    web.makeReady("app:v2", 2, 4, 3, 1, 0);
    web.awaitReleased();
  }
}
