package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.RollbackScope;
import platform.tkex.crds.statefulsetplus.RollbackStage;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.PodHistory;

/** A revision that failed is tried again by command alone. */
class RetryIT extends BatchTest {

  /** v2 failed in batch 1 of 2 and its pod was returned. */
  private LiveWorkload rolledBack() {
    LiveWorkload web = running(timeout(web(2).autoBatches("1", "1"), SOON));
    web.releaseUnready("app:v2").awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1");
    web.editPlan(plan -> plan.setBatchTimeoutSeconds(LATE));
    return web;
  }

  @Test
  void nothingElseTriesItAgain() {
    LiveWorkload web = rolledBack();
    web.editPlan(plan -> plan.setBatchNum(2));
    web.pauseAndAwait().resume().confirm("2").awaitPasses();
    web.lose(1);
    web.scale(3).awaitImages("v1 v1 v1").scale(1).awaitImages("v1");
    web.awaitPasses().awaitGeneral(GeneralStatus.ROLLED_BACK);
    assertThat(web.images()).isEqualTo("v1");
    assertThat(web.status().getUpdateRevision()).isEqualTo(web.revision("app:v2"));
  }

  @Test
  void retryReleasesItFromTheFailedBatchOn() {
    LiveWorkload web = rolledBack();
    web.annotate(Annotations.RETRY, web.revision("app:v2"));
    web.makeReady("app:v2", 1, 0);
    web.awaitReleased().awaitImages("v2 v2");
    web.await(w ->
        w.hasFailedRevision("")
            .hasRollbackProgress(RollbackStage.NONE)
            .hasCondition("ReleaseFailed", false)
            .hasLastGoodRevision(web.revision("app:v2")));
  }

  @Test
  void retryOfABatchThatWaitsWithScopeNone() {
    LiveWorkload web =
        running(
            timeout(web(2).autoBatches("1", "1"), SOON)
                .batches(config -> config.setRollbackScope(RollbackScope.NONE)));
    web.releaseUnready("app:v2").awaitGeneral(GeneralStatus.FAILED);
    PodHistory.Mark mark = web.history().mark();
    web.editPlan(plan -> plan.setBatchTimeoutSeconds(LATE))
        .annotate(Annotations.RETRY, web.revision("app:v2"))
        .await(w -> w.hasOutcome(1, BatchOutcome.PROGRESSING));
    web.makeReady("app:v2", 1, 0);
    web.awaitReleased();
    assertThatHistory(web.history().since(mark)).deletedInOrder(0);
  }

  @Test
  void retryThatFailsAgainIsReturnedAgain() {
    LiveWorkload web = rolledBack();
    web.editPlan(plan -> plan.setBatchTimeoutSeconds(SOON));
    int mark = web.statuses().mark();
    web.annotate(Annotations.RETRY, web.revision("app:v2"));
    web.statuses().await("it was tried again", r -> web.statuses().story(mark).size() > 1);
    web.awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1");
    assertThat(web.statuses().story(mark))
        .endsWith(GeneralStatus.PROGRESSING, GeneralStatus.ROLLING_BACK, GeneralStatus.ROLLED_BACK);
  }

  @Test
  void retryOfAnythingElseMovesNothingAndIsNamed() {
    LiveWorkload web = rolledBack();
    for (String value : new String[] {"web-unknown", web.revision("app:v1")}) {
      PodHistory.Mark mark = web.history().mark();
      web.annotate(Annotations.RETRY, value).awaitPasses();
      web.awaitGeneral(GeneralStatus.ROLLED_BACK);
      assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
      Story.of(web).awaitEvent(Reason.COMMAND_IGNORED, "retry", value);
    }
  }

  @Test
  void aLaterReleaseThatCompletesClearsTheFailure() {
    LiveWorkload web = rolledBack();
    web.await(w -> w.hasCondition("ReleaseFailed", true));
    web.release("app:v3").awaitReleased();
    web.await(w -> w.hasFailedRevision("").hasCondition("ReleaseFailed", false, "NoFailure"));
  }

  /** v2, v3 and v2 once more: the template changed, so v2 is released without a retry. */
  @Test
  void aTemplateAppliedAgainAfterAnotherOneIsANewTry() {
    LiveWorkload web = rolledBack();
    web.release("app:v3").awaitReleased();
    web.releaseUnready("app:v2").makeReady("app:v2", 1, 0);
    web.awaitReleased().awaitImages("v2 v2");
    assertThat(web.revisions()).hasSize(3);
  }
}
