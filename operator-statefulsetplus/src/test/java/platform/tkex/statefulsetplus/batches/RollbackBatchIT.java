package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.PodHistory;

/** One batch is returned by command, and the release stops there. */
class RollbackBatchIT extends BatchTest {

  private LiveWorkload inBatchTwo() {
    LiveWorkload web = running(confirmed(web(5).autoBatches("2", "2", "1")));
    web.release("app:v2").await(w -> w.hasBatchOrder(1)).confirm("1");
    web.await(w -> w.hasBatchOrder(2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    return web;
  }

  @Test
  void theOthersStayAsTheyAre() {
    LiveWorkload web = inBatchTwo();
    PodHistory.Mark mark = web.history().mark();
    web.annotate(Annotations.ROLLBACK_BATCH, "1").awaitGeneral(GeneralStatus.ROLLED_BACK);
    web.awaitImages("v1 v2 v2 v1 v1");
    assertThat(Journeys.touched(web.history().since(mark))).containsExactlyInAnyOrder(3, 4);
    web.await(w -> w.hasOutcome(1, BatchOutcome.ROLLED_BACK).hasOutcome(2, BatchOutcome.SUCCEEDED));

    web.confirm("3").awaitPasses();
    web.lose(2);
    web.lose(4);
    web.awaitImages("v1 v2 v2 v1 v1").awaitGeneral(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void retryTakesItsPodsUpAgain() {
    LiveWorkload web = inBatchTwo();
    web.annotate(Annotations.ROLLBACK_BATCH, "2").awaitGeneral(GeneralStatus.ROLLED_BACK);
    web.awaitImages("v1 v1 v1 v2 v2");
    web.annotate(Annotations.RETRY, web.revision("app:v2"));
    web.await(w -> w.hasBatch(2, 1, 2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.confirm("3").awaitReleased().awaitImages("v2 v2 v2 v2 v2");
  }

  @Test
  void anUnknownBatchMovesNothingAndIsNamed() {
    LiveWorkload web = inBatchTwo();
    PodHistory.Mark mark = web.history().mark();
    for (String value : new String[] {"3", "9", "0", "first"}) {
      web.annotate(Annotations.ROLLBACK_BATCH, value).awaitPasses();
      Story.of(web).awaitEvent(Reason.COMMAND_IGNORED, "rollback-batch", "\"" + value + "\"");
    }
    web.await(w -> w.hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION).hasBatchOrder(2));
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }

  @Test
  void ofACompletedReleaseItMovesNothing() {
    LiveWorkload web = running(web(2).autoBatches("1", "1"));
    web.release("app:v2").awaitReleased();
    web.annotate(Annotations.ROLLBACK_BATCH, "1").awaitPasses();
    Story.of(web).awaitEvent(Reason.COMMAND_IGNORED, "rollback-batch");
    web.awaitReleased();
    assertThat(web.images()).isEqualTo("v2 v2");
  }

  /** The first rollout has no batches that could be returned. */
  @Test
  void ofTheFirstRolloutItMovesNothing() {
    LiveWorkload web = create(web(2).image(BROKEN).autoBatches("1", "1"));
    web.await(w -> w.hasUpdatedReplicas(2));
    web.annotate(Annotations.ROLLBACK_BATCH, "1").awaitPasses();
    Story.of(web).awaitEvent(Reason.COMMAND_IGNORED, "rollback-batch");
    web.awaitGeneral(GeneralStatus.PROGRESSING);
  }

  /** Nothing was ever good: by command the pods return to what they were. */
  @Test
  void ofTheFirstReleaseItReturnsToWhatWasThere() {
    LiveWorkload web = create(confirmed(web(2).image(BROKEN).autoBatches("1", "1")));
    web.await(w -> w.hasUpdatedReplicas(2));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.annotate(Annotations.ROLLBACK_BATCH, "1").awaitGeneral(GeneralStatus.ROLLING_BACK);
    web.await(w -> w.hasUpdatedReplicas(0));
    web.makeReady(BROKEN, 1);
    web.awaitPasses();
    assertThat(web.images()).isEqualTo("never-ready never-ready");
    web.release("app:v3").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.confirm("2").awaitReleased();
  }
}
