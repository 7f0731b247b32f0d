package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.statefulsetplus.batches.LiveWorkload.down;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.RollbackStage;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Faults;
import platform.tkex.testkit.PodHistory;

/** One command returns all pods. */
class RollbackIT extends BatchTest {

  /** Batches of 2, 2 and 1 pods; two of them are released and wait for a person. */
  private LiveWorkload inBatchTwo() {
    LiveWorkload web = running(confirmed(web(5).autoBatches("2", "2", "1")));
    web.release("app:v2").await(w -> w.hasBatchOrder(1)).confirm("1");
    web.await(w -> w.hasBatchOrder(2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    return web.awaitImages("v1 v2 v2 v2 v2");
  }

  private static LiveWorkload rollback(LiveWorkload web, String to) {
    return web.annotate(Annotations.ROLLBACK, to);
  }

  @Test
  void toTheLastGoodRevisionAllAtOnceHoldingUntilTheTemplateChanges() {
    LiveWorkload web = inBatchTwo();
    String v1 = web.revision("app:v1");
    String v2 = web.revision("app:v2");
    PodHistory.Mark mark = web.history().mark();
    rollback(web, "last-good").awaitGeneral(GeneralStatus.ROLLED_BACK);

    web.awaitImages("v1 v1 v1 v1 v1");
    assertThat(Journeys.touched(web.history().since(mark))).containsExactlyInAnyOrder(1, 2, 3, 4);
    assertThat(web.history().since(mark).maxUnavailable(0, 5, 0)).isEqualTo(4);
    web.await(w ->
        w.hasBatchOrder(2)
            .hasRollbackProgress(RollbackStage.SUCCEEDED)
            .hasOutcome(1, BatchOutcome.ROLLED_BACK)
            .hasOutcome(2, BatchOutcome.ROLLED_BACK)
            .hasLastGoodRevision(v1)
            .hasFailedRevision("")
            .hasCondition("Progressing", false, "RolledBack")
            .hasCondition("ReleaseFailed", false));
    assertThat(web.release().getTargetRevision()).isEqualTo(v2);
    assertThat(web.status().getUpdateRevision()).isEqualTo(v2);

    web.confirm("3").removeAnnotation(Annotations.ROLLBACK);
    web.lose(4);
    web.scale(6).awaitImages("v1 v1 v1 v1 v1 v1").awaitPasses();
    web.awaitGeneral(GeneralStatus.ROLLED_BACK);
    assertThat(web.images()).isEqualTo("v1 v1 v1 v1 v1 v1");

    web.release("app:v3")
        .await(w -> w.hasBatch(1, 4, 2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.awaitImages("v1 v1 v1 v1 v3 v3");
  }

  /** It was good once, but a person went away from it: all its batches come again. */
  @Test
  void aGoodRevisionThatAPersonLeftIsReleasedInBatches() {
    LiveWorkload web = running(confirmed(web(3).autoBatches("1", "2")));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.confirm("2").awaitReleased();
    rollback(web, web.revision("app:v1")).awaitGeneral(GeneralStatus.ROLLED_BACK);
    web.await(w -> w.hasLastGoodRevision(web.revision("app:v2")));
    web.release("app:v1").awaitPasses();
    web.awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1");
    PodHistory.Mark mark = web.history().mark();

    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION).awaitPasses();

    web.awaitImages("v1 v1 v2");
    assertThat(Journeys.touched(web.history().since(mark))).containsExactly(2);
  }

  /** Nothing is as it was before the rollback, so status says why nothing moves. */
  @Test
  void toARevisionThatSomebodyDeletesOnTheWay() {
    LiveWorkload web = create(web(3).podAnnotation(Faults.UNREADY, "true"));
    web.makeReady("app:v1", 0, 1, 2);
    web.awaitReleased();
    web.release("app:v2").awaitReleased();
    String v1 = web.revision("app:v1");
    // its pods are born unready, so that it goes on
    rollback(web, v1).awaitGeneral(GeneralStatus.ROLLING_BACK);

    web.client().apps().controllerRevisions().inNamespace(web.namespace()).withName(v1).delete();

    Await.untilAsserted(
        "status says so",
        () -> assertThat(web.release().getMessage()).contains("deleted revision " + v1));
    web.release("app:v3").awaitReleased().awaitImages("v3 v3 v3");
  }

  @Test
  void whilePaused() {
    LiveWorkload web = inBatchTwo();
    web.pauseAndAwait();
    rollback(web, "last-good").awaitGeneral(GeneralStatus.ROLLED_BACK);
    web.awaitImages("v1 v1 v1 v1 v1");
    web.await(w -> w.hasCondition("Paused", true));
  }

  @Test
  void toANamedRevisionWhenNoReleaseRuns() {
    LiveWorkload web = running(web(3).autoBatches("1", "2"));
    web.release("app:v2").awaitReleased();
    web.release("app:v3").awaitReleased();
    String v1 = web.revision("app:v1");
    rollback(web, v1).awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1");
    web.await(w -> w.hasLastGoodRevision(web.revision("app:v3")));
    web.lose(0);
    web.scale(4).awaitImages("v1 v1 v1 v1");

    rollback(web, "last-good").awaitImages("v3 v3 v3 v3").awaitGeneral(GeneralStatus.ROLLED_BACK);
  }

  @Test
  @DisplayName("Case 37: in batches; only updated pods return, in the sizes of the plan")
  void inBatches() {
    LiveWorkload web = inBatchTwo();
    PodHistory.Mark mark = web.history().mark();
    web.annotations(
        Map.of(Annotations.ROLLBACK, "last-good", Annotations.ROLLBACK_MODE, "in-batches"));
    web.awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1 v1 v1");
    Journeys.cameInSequence(web.history().since(mark), "app:v1", down(4, 3), down(2, 1));
    assertThatHistory(web.history().since(mark)).hadAtMostUnavailable(2, 5);
  }

  /** The broken batch does not hold up the healthy ones for longer than it takes to replace it. */
  @Test
  void inBatchesOutOfABrokenBatch() {
    LiveWorkload web = running(confirmed(web(4).autoBatches("2", "2")));
    web.releaseUnready("app:v2").makeReady("app:v2", 3, 2);
    web.awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION).confirm("1");
    web.await(w -> w.hasUpdatedReplicas(4));
    web.annotations(
        Map.of(Annotations.ROLLBACK, "last-good", Annotations.ROLLBACK_MODE, "in-batches"));
    web.awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1 v1");
  }

  @Test
  void oneThatDoesNotGetReadyInTimeIsToldAndGoesOn() {
    LiveWorkload web = running(web(2).autoBatches("1", "1"));
    web.releaseUnready("app:v2").makeReady("app:v2", 1, 0);
    web.awaitReleased();
    web.release("app:v3").awaitReleased();
    web.editPlan(plan -> plan.setBatchTimeoutSeconds(1));

    // pods of v2 are born unready
    rollback(web, web.revision("app:v2")).awaitGeneral(GeneralStatus.FAILED);
    web.await(w -> w.hasRollbackProgress(RollbackStage.FAILED));
    Story.of(web).awaitEvent(Reason.ROLLBACK_FAILED, web.revision("app:v2"));
    web.makeReady("app:v2", 1, 0);
    web.awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v2 v2");
  }

  @Test
  void whatIsUnknownMovesNothingAndIsNamed() {
    LiveWorkload web = inBatchTwo();
    PodHistory.Mark mark = web.history().mark();
    rollback(web, "web-unknown").awaitPasses();
    Story.of(web).awaitEvent(Reason.COMMAND_IGNORED, "web-unknown");
    web.annotations(
        Map.of(Annotations.ROLLBACK, "last-good", Annotations.ROLLBACK_MODE, "sideways"));
    web.awaitPasses();
    Story.of(web).awaitEvent(Reason.COMMAND_IGNORED, "sideways");
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    web.await(w -> w.hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION).hasBatchOrder(2));
  }

  @Test
  void whatIsLeftOverFromAnEarlierReleaseRollsNothingBack() {
    LiveWorkload web = inBatchTwo();
    rollback(web, "last-good").awaitGeneral(GeneralStatus.ROLLED_BACK);
    web.release("app:v3").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION).awaitPasses();
    web.awaitImages("v1 v1 v1 v3 v3").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
  }

  @Test
  void withoutAnythingGoodItMovesNothing() {
    LiveWorkload web = create(web(2).image(BROKEN).autoBatches("1", "1"));
    web.await(w -> w.hasUpdatedReplicas(2));
    PodHistory.Mark mark = web.history().mark();
    rollback(web, "last-good").awaitPasses();
    Story.of(web).awaitEvent(Reason.COMMAND_IGNORED, "no last good revision");
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }
}
