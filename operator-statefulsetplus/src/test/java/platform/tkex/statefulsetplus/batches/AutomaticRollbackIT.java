package platform.tkex.statefulsetplus.batches;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import io.fabric8.kubernetes.api.model.IntOrString;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.OrderProgress;
import platform.tkex.crds.statefulsetplus.RollbackScope;
import platform.tkex.crds.statefulsetplus.RollbackStage;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.StatefulSetPlusBuilder;

/** What a batch does that is not done at its deadline. */
class AutomaticRollbackIT extends BatchTest {

  private static StatefulSetPlusBuilder plan(RollbackScope scope) {
    return confirmed(web(4).autoBatches("1", "2", "1"))
        .batches(config -> config.setRollbackScope(scope));
  }

  /** Batch 1 is good; batch 2 has little time and its pods never get ready. */
  private LiveWorkload brokenInBatchTwo(RollbackScope scope) {
    LiveWorkload web = running(plan(scope));
    web.releaseUnready("app:v2").makeReady("app:v2", 3);
    web.awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.editPlan(config -> config.setBatchTimeoutSeconds(SOON));
    return web;
  }

  @Test
  void scopeBatchReturnsThisBatchAndKeepsTheOnesBefore() {
    LiveWorkload web = brokenInBatchTwo(RollbackScope.BATCH);
    PodHistory.Mark mark = web.history().mark();
    web.confirm("1").awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1 v2");

    web.await(w ->
        w.hasBatchOrder(2)
            .hasOrderProgress(OrderProgress.FAILED)
            .hasOutcome(1, BatchOutcome.SUCCEEDED)
            .hasOutcome(2, BatchOutcome.ROLLED_BACK)
            .hasRollbackProgress(RollbackStage.SUCCEEDED)
            .hasLastGoodRevision(web.revision("app:v1"))
            .hasFailedRevision(web.revision("app:v2"))
            .hasCondition("ReleaseFailed", true, "BatchFailed")
            .hasCondition("Progressing", false, "RolledBack"));
    assertThat(Journeys.of(web.history().since(mark)).values())
        .containsExactly("v1", "v1 v2 v1", "v1 v2 v1", "v2");
    assertThat(web.release().getTargetRevision()).isEqualTo(web.revision("app:v2"));
    assertThat(requireNonNull(web.release().getBatches()).get(1).getFailed()).isEqualTo(2);
    web.statuses()
        .await(
            "it was rolling back",
            r ->
                r.getGeneralStatus() == GeneralStatus.ROLLING_BACK
                    && r.getCurrentRollbackProgress() == RollbackStage.PROGRESSING);
    Story.of(web).awaitEvent(Reason.BATCH_FAILED, "Batch 2", "2 of 2 pods");
    Story.of(web).awaitEvent(Reason.ROLLBACK_STARTED, "batch 2", web.revision("app:v1"));
    Story.of(web).awaitEvent(Reason.ROLLBACK_SUCCEEDED, "Batch 2");
  }

  @Test
  void scopeAllReturnsEveryUpdatedPod() {
    LiveWorkload web = brokenInBatchTwo(RollbackScope.ALL);
    PodHistory.Mark mark = web.history().mark();
    web.confirm("1").awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1 v1");
    assertThat(Journeys.of(web.history().since(mark)).values())
        .containsExactly("v1", "v1 v2 v1", "v1 v2 v1", "v2 v1");
    web.await(w ->
        w.hasOutcome(1, BatchOutcome.ROLLED_BACK)
            .hasOutcome(2, BatchOutcome.ROLLED_BACK)
            .hasFailedRevision(web.revision("app:v2")));
  }

  @Test
  void scopeNoneStopsAndWaits() {
    LiveWorkload web = brokenInBatchTwo(RollbackScope.NONE);
    web.confirm("1").awaitGeneral(GeneralStatus.FAILED);
    web.await(w ->
        w.hasOutcome(2, BatchOutcome.FAILED)
            .hasRollbackProgress(RollbackStage.NONE)
            .hasCondition("ReleaseFailed", true)
            .hasCondition("Progressing", false, "Failed"));
    web.makeReady("app:v2", 1, 2);
    PodHistory.Mark mark = web.history().mark();
    web.awaitPasses().awaitGeneral(GeneralStatus.FAILED).awaitImages("v1 v2 v2 v2");
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    web.lose(2);
    web.lose(0);
    assertThat(web.images()).as("lost pods return as they were").isEqualTo("v1 v2 v2 v2");
    Story.of(web).awaitEvent(Reason.RELEASE_FAILED, web.revision("app:v2"));
  }

  /** The pods not yet issued stay at the last good revision, and the issued ones are returned. */
  @Test
  void aBatchThatFailedHalfIssuedTouchesNoOtherPod() {
    LiveWorkload web =
        running(
            timeout(web(4).autoBatches("3", "1"), SOON)
                .batches(config -> config.setMaxUnavailable(new IntOrString(1))));
    PodHistory.Mark mark = web.history().mark();
    web.release(BROKEN).awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1 v1");
    assertThat(Journeys.of(web.history().since(mark)).values())
        .containsExactly("v1", "v1", "v1", "v1 never-ready v1");
    assertThatHistory(web.history().since(mark)).hadAtMostUnavailable(1, 4);
  }

  /** The first release that has nothing good to return to stops and waits for a person. */
  @Test
  void withoutALastGoodRevisionItStops() {
    LiveWorkload web = create(timeout(web(2).image(BROKEN).autoBatches("1", "1"), SOON));
    web.await(w -> w.hasUpdatedReplicas(2).hasGeneralStatus(GeneralStatus.PROGRESSING));

    web.release("app:crash-loop").awaitGeneral(GeneralStatus.FAILED);

    web.await(w ->
        w.hasOutcome(1, BatchOutcome.FAILED)
            .hasFailedRevision(web.revision("app:crash-loop"))
            .hasLastGoodRevision(""));
    PodHistory.Mark mark = web.history().mark();
    web.awaitPasses();
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    Story.of(web).awaitEvent(Reason.RELEASE_FAILED, "no revision was ever good");
    web.editPlan(plan -> plan.setBatchTimeoutSeconds(LATE));
    web.release("app:v2").awaitReleased().awaitImages("v2 v2");
  }
}
