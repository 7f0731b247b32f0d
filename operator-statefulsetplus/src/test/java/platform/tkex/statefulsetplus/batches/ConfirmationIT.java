package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.OrderProgress;
import platform.tkex.crds.statefulsetplus.ReleaseAction;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.PodHistory;

/** Batches that wait for a person. */
class ConfirmationIT extends BatchTest {

  private LiveWorkload waitingAfterBatchOne() {
    LiveWorkload web = running(confirmed(web(3).autoBatches("1", "1", "1")));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    return web;
  }

  private static void movesNothing(LiveWorkload web, String value) {
    PodHistory.Mark mark = web.history().mark();
    web.confirm(value).awaitPasses();
    web.await(w -> w.hasBatchOrder(1).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }

  @Test
  void eachBatchWaitsForItsNumberAlsoTheLast() {
    LiveWorkload web = waitingAfterBatchOne();
    web.await(w ->
        w.hasAction(ReleaseAction.WAIT_TO_CONFIRM)
            .hasOrderProgress(OrderProgress.SUCCEEDED)
            .hasOutcome(2, BatchOutcome.PENDING)
            .hasCondition("Progressing", true));
    PodHistory.Mark mark = web.history().mark();
    web.awaitPasses();
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    for (int order = 1; order <= 3; order++) {
      int current = order;
      web.await(
          w -> w.hasBatchOrder(current).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
      web.confirm(Integer.toString(order));
    }
    web.awaitReleased();
  }

  @Test
  void aHigherNumberConfirmsAllUpToIt() {
    LiveWorkload web = waitingAfterBatchOne();
    web.confirm("2");
    web.await(w -> w.hasBatchOrder(3).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.awaitImages("v2 v2 v2");
  }

  @Test
  void theFormWithTheRevisionNamesItsRelease() {
    LiveWorkload web = waitingAfterBatchOne();
    web.confirm(web.revision("app:v2") + "/3").awaitReleased();
  }

  @Test
  void anEarlyConfirmationCountsOnceThePodsAreReady() {
    LiveWorkload web = running(confirmed(web(2).autoBatches("1", "1")));
    web.releaseUnready("app:v2").await(w -> w.hasBatchOrder(1)).confirm("2");
    web.await(w -> w.hasUpdatedReplicas(1).hasBatchOrder(1));
    PodHistory.Mark mark = web.history().mark();
    web.awaitPasses();
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    web.await(w -> w.hasBatchOrder(1).hasGeneralStatus(GeneralStatus.PROGRESSING));
    web.makeReady("app:v2", 1, 0);
    web.awaitReleased();
  }

  @Test
  void whatIsNoConfirmationMovesNothingAndIsNamed() {
    LiveWorkload web = waitingAfterBatchOne();
    for (String value : new String[] {"0", "-1", "all", "1.5", "web-unknown/1"}) {
      movesNothing(web, value);
      Story.of(web).awaitEvent(Reason.COMMAND_IGNORED, "confirm-batch", "\"" + value + "\"");
    }
  }

  @Test
  void oneBelowTheCurrentBatchMovesNothing() {
    LiveWorkload web = waitingAfterBatchOne();
    web.confirm("1").await(w -> w.hasBatchOrder(2));
    web.awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    PodHistory.Mark mark = web.history().mark();
    String first = web.revision("app:v2") + "/1";
    web.confirm(first).awaitPasses();
    web.await(w -> w.hasBatchOrder(2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }

  @Test
  void whatIsLeftOverFromAnEarlierReleaseConfirmsNothing() {
    LiveWorkload web = waitingAfterBatchOne();
    web.confirm("3").awaitReleased();
    web.release("app:v3").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.awaitPasses();
    web.await(w -> w.hasBatchOrder(1)).awaitImages("v2 v2 v3");
    movesNothing(web, web.revision("app:v2") + "/3");
    Story.of(web).awaitEvent(Reason.COMMAND_IGNORED, web.revision("app:v2") + "/3");
    web.removeAnnotation(Annotations.CONFIRM_BATCH).awaitPasses();
    web.confirm("3").awaitReleased();
  }

  /** It never replaces readiness: not of pods that were ready once either. */
  @Test
  void aBatchThatBrokeAfterItsSuccessIsNotPassed() {
    LiveWorkload web = waitingAfterBatchOne();
    web.makeUnready(2);
    web.await(w -> w.hasReadyReplicas(2));
    PodHistory.Mark mark = web.history().mark();
    web.confirm("1").await(w -> w.hasGeneralStatus(GeneralStatus.PROGRESSING).hasBatchOrder(1));
    web.awaitPasses();
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    Story.of(web).awaitEvent(Reason.BATCH_BROKEN, "Batch 1");

    web.makeReady("app:v2", 2);

    web.await(w -> w.hasBatchOrder(2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.awaitImages("v1 v2 v2");
  }

  @Test
  void aBatchThatBreaksAfterItsSuccessAndDoesNotRecoverFails() {
    LiveWorkload web = waitingAfterBatchOne();
    web.editPlan(plan -> plan.setBatchTimeoutSeconds(1));
    web.makeUnready(2);
    web.await(w -> w.hasReadyReplicas(2));
    web.confirm("3").awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1");
    assertThat(web.status().getFailedRevision()).isEqualTo(web.revision("app:v2"));
  }
}
