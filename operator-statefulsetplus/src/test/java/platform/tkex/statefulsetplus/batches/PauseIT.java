package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.ReleaseAction;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.PodHistory;

/** While paused no new batch starts and nothing is returned; what lives is kept alive. */
class PauseIT extends BatchTest {

  /** Paused in batch 2 of 3, which has one of its two pods issued. */
  private LiveWorkload pausedInBatchTwo() {
    LiveWorkload web =
        running(
            web(4)
                .autoBatches("1", "2", "1")
                .batches(config -> config.setMaxUnavailable(new IntOrString(1))));
    web.releaseUnready("app:v2").makeReady("app:v2", 3);
    web.await(w -> w.hasBatchOrder(2).hasUpdatedReplicas(2));
    return web.pauseAndAwait().awaitGeneral(GeneralStatus.PAUSED);
  }

  @Test
  void beforeTheFirstBatchNothingStarts() {
    LiveWorkload web = running(web(2).autoBatches("1", "1"));
    PodHistory.Mark mark = web.history().mark();
    web.pauseAndAwait().release("app:v2").awaitGeneral(GeneralStatus.PAUSED).awaitPasses();

    web.await(w ->
        w.hasGeneralStatus(GeneralStatus.PAUSED)
            .hasAction(ReleaseAction.NEXT)
            .hasBatchSizes(1, 1)
            .hasCondition("Paused", true, "PausedByAnnotation")
            .hasCondition("Progressing", true, "Paused"));
    assertThat(web.release().getBatchOrder()).isNull();
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    web.resume().awaitReleased().awaitImages("v2 v2");
    web.await(w -> w.hasCondition("Paused", false));
  }

  @Test
  @DisplayName("Case 44: paused and resumed in step 2; no pod changes in between")
  void inTheMiddleOfABatch() {
    LiveWorkload web = pausedInBatchTwo();
    PodHistory.Mark mark = web.history().mark();
    web.makeReady("app:v2", 2);
    web.awaitPasses().awaitGeneral(GeneralStatus.PAUSED).awaitImages("v1 v1 v2 v2");
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    web.await(w -> w.hasAction(ReleaseAction.NEXT).hasBatch(2, 1, 2));
    assertThat(web.release().getCurrentOrderSuccessPer()).isEqualTo(50);
    Story.of(web).awaitEvent(Reason.RELEASE_PAUSED, "annotation");

    web.resume().makeReady("app:v2", 1, 0);
    web.awaitReleased().awaitImages("v2 v2 v2 v2");
    Story.of(web).awaitEvent(Reason.RELEASE_RESUMED, "goes on");
  }

  @Test
  void betweenTwoBatchesAConfirmationDoesNotStartTheNext() {
    LiveWorkload web = running(confirmed(web(2).autoBatches("1", "1")));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.pauseAndAwait().awaitGeneral(GeneralStatus.PAUSED);
    PodHistory.Mark mark = web.history().mark();
    web.confirm("2").awaitPasses().awaitGeneral(GeneralStatus.PAUSED);
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    web.resume().awaitReleased();
  }

  @Test
  void aBatchWhosePodsAreIssuedFinishesButTheNextDoesNotStart() {
    LiveWorkload web = running(web(2).autoBatches("1", "1"));
    web.releaseUnready("app:v2").await(w -> w.hasUpdatedReplicas(1).hasBatchOrder(1));
    web.pauseAndAwait().makeReady("app:v2", 1);
    web.awaitImages("v1 v2").awaitPasses();
    web.await(w -> w.hasGeneralStatus(GeneralStatus.PAUSED).hasBatchOrder(1));
    assertThat(web.release().getCurrentOrderSuccessPer()).isEqualTo(100);
    assertThat(web.images()).isEqualTo("v1 v2");
  }

  @Test
  void lostPodsAreReplacedAtTheRevisionTheyHad() {
    LiveWorkload web = pausedInBatchTwo();
    web.lose(0);
    web.lose(3);
    web.lose(2);
    web.makeReady("app:v2", 3, 2);
    web.awaitImages("v1 v1 v2 v2").awaitGeneral(GeneralStatus.PAUSED);
  }

  @Test
  void scalingWorks() {
    LiveWorkload web = pausedInBatchTwo();
    web.makeReady("app:v2", 2);
    web.scale(6).awaitImages("v1 v1 v2 v2 v1 v1");
    web.scale(3).awaitImages("v1 v1 v2");
    web.awaitPasses().awaitGeneral(GeneralStatus.PAUSED);
    assertThat(web.images()).isEqualTo("v1 v1 v2");
  }

  @Test
  void anotherTemplateWaitsToo() {
    LiveWorkload web = pausedInBatchTwo();
    PodHistory.Mark mark = web.history().mark();
    web.release("app:v3").awaitGeneral(GeneralStatus.PAUSED).awaitPasses();
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    assertThat(web.release().getTargetRevision()).isEqualTo(web.revision("app:v3"));
    web.resume().awaitReleased().awaitImages("v3 v3 v3 v3");
  }

  @Test
  void theFirstRolloutIsNotHeldUp() {
    LiveWorkload web = create(web(2).autoBatches("1", "1").annotation(Annotations.PAUSE, "true"));
    web.awaitReleased().awaitImages("v1 v1");
    web.await(w -> w.hasCondition("Paused", true));
  }

  @Test
  void onlyTheWordTruePauses() {
    LiveWorkload web = running(web(2).autoBatches("1", "1"));
    web.annotate(Annotations.PAUSE, "false").release("app:v2").awaitReleased();
    web.await(w -> w.hasCondition("Paused", false));
    assertThat(Set.copyOf(web.statuses().story(0))).doesNotContain(GeneralStatus.PAUSED);
  }
}
