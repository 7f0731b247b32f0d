package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.RollbackStage;
import platform.tkex.crds.statefulsetplus.UpdateStrategy;
import platform.tkex.crds.statefulsetplus.UpdateStrategyType;
import platform.tkex.testkit.PodHistory;

/** Applying the old template again is a rollback too. */
class ReapplyIT extends BatchTest {

  @Test
  @DisplayName("Case 36: v1 applied again at 20%; all pods v1 at once, the release closed")
  void closesTheRelease() {
    LiveWorkload web = running(confirmed(web(5).autoBatches("20%", "40%", "40%")));
    String v1 = web.revision("app:v1");
    web.release("app:v2").await(w -> w.hasBatchOrder(1)).confirm("1");
    web.await(w -> w.hasBatchOrder(2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    PodHistory.Mark mark = web.history().mark();

    web.release("app:v1").awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1 v1 v1");

    assertThat(Journeys.of(web.history().since(mark)).values())
        .containsExactly("v1", "v1", "v2 v1", "v2 v1", "v2 v1");
    assertThat(web.revisions()).as("the old revision is used again").hasSize(2);
    web.await(w ->
        w.hasRollbackProgress(RollbackStage.SUCCEEDED)
            .hasBatchSizes()
            .hasLastGoodRevision(v1)
            .hasUpdatedReplicas(5));
    assertThat(web.status().getUpdateRevision()).isEqualTo(v1);
    assertThat(web.status().getCurrentRevision()).isEqualTo(v1);
    assertThat(web.release().getBatchOrder()).isNull();

    web.awaitPasses().release("app:v3");
    web.await(w -> w.hasBatch(1, 4, 1).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
  }

  @Test
  void afterACompletedReleaseItIsAReleaseLikeAnyOther() {
    LiveWorkload web = running(web(3).autoBatches("1", "2"));
    web.release("app:v2").awaitReleased();
    PodHistory.Mark mark = web.history().mark();
    web.release("app:v1").awaitReleased();
    Journeys.cameInSequence(web.history().since(mark), "app:v1", new int[] {2}, new int[] {1, 0});
    assertThat(web.revisions()).hasSize(2);
  }

  @Test
  void afterARollbackByCommandItClosesTheReleaseWithoutTouchingAPod() {
    LiveWorkload web = running(confirmed(web(2).autoBatches("1", "1")));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.annotate("platform.tkex/rollback", "last-good").awaitGeneral(GeneralStatus.ROLLED_BACK);
    PodHistory.Mark mark = web.history().mark();
    web.release("app:v1").awaitPasses().awaitGeneral(GeneralStatus.ROLLED_BACK);
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    assertThat(web.release().getTargetRevision()).isEqualTo(web.revision("app:v1"));
  }

  /** Without a plan everything is as in apps/v1: the way back spends maxUnavailable too. */
  @Test
  void withoutAPlanTheWayBackIsARollingUpdate() {
    LiveWorkload web = running(web(4));
    PodHistory.Mark mark = web.history().mark();
    web.release("app:v2").await(w -> w.hasUpdatedReplicas(3));
    web.release("app:v1").awaitReleased().awaitImages("v1 v1 v1 v1");
    assertThatHistory(web.history().since(mark)).hadAtMostUnavailable(1, 4);
  }

  @Test
  void withOnDeleteNothingMovesByItself() {
    LiveWorkload web =
        running(
            web(2)
                .batches(2, true)
                .spec(spec -> {
                  UpdateStrategy strategy = new UpdateStrategy();
                  strategy.setType(UpdateStrategyType.ON_DELETE);
                  spec.setUpdateStrategy(strategy);
                }));
    web.release("app:v2").awaitPasses();
    web.lose(1);
    web.awaitImages("v1 v2");
    PodHistory.Mark mark = web.history().mark();
    web.release("app:v1").awaitPasses();
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }
}
