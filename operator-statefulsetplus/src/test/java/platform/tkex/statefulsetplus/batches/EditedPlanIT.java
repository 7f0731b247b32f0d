package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.BatchDeployConfig;
import platform.tkex.crds.statefulsetplus.BatchStatus;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.PodHistory;

/** The plan changes, comes or goes in the middle of a release, or the workload itself goes. */
class EditedPlanIT extends BatchTest {

  private LiveWorkload afterBatchOne() {
    LiveWorkload web = running(confirmed(web(6).autoBatches("2", "2", "2")));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    return web.awaitImages("v1 v1 v1 v1 v2 v2");
  }

  @Test
  void updatedPodsStayAndTheRestIsPlannedAnew() {
    LiveWorkload web = afterBatchOne();
    PodHistory.Mark mark = web.history().mark();
    web.editPlan(plan -> {
      plan.setBatchNum(4);
      plan.setPodsNumToUpdate(List.of(new IntOrString(1), new IntOrString(1), new IntOrString(1)));
    });
    web.await(w -> w.hasBatchSizes(2, 1, 1, 2)).awaitPasses();
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    web.confirm("1");
    web.await(w -> w.hasBatch(2, 3, 1).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.confirm("4").awaitReleased();
    assertThat(Journeys.touched(web.history().since(mark))).containsExactlyInAnyOrder(0, 1, 2, 3);
  }

  @Test
  void aPlanThatIsShorterThanWhatHasRunTakesTheRestInOneMore() {
    LiveWorkload web = afterBatchOne();
    PodHistory.Mark mark = web.history().mark();
    web.editPlan(plan -> {
      plan.setBatchNum(1);
      plan.setPodsNumToUpdate(List.of());
    });
    web.await(w -> w.hasBatchSizes(2, 4)).awaitPasses();
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    web.confirm("1");
    web.await(w -> w.hasBatch(2, 0, 4).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.confirm("2").awaitReleased();
  }

  @Test
  void madeAutomaticItGoesOnByItself() {
    LiveWorkload web = afterBatchOne();
    web.editPlan(plan -> plan.setBatchAuto(true)).awaitReleased();
    assertThat(web.release().getBatches())
        .extracting(BatchStatus::getReplicas)
        .containsExactly(2, 2, 2);
  }

  @Test
  @DisplayName("Case 43: the plan removed in the middle; the rest rolls out plainly")
  void removed() {
    LiveWorkload web = afterBatchOne();
    PodHistory.Mark mark = web.history().mark();
    web.edit(spec -> spec.setBatchDeployConfig(null)).awaitReleased();
    web.awaitImages("v2 v2 v2 v2 v2 v2");
    assertThatHistory(web.history().since(mark))
        .deletedInOrder(3, 2, 1, 0)
        .hadAtMostUnavailable(1, 6);
    assertThat(web.release().getBatches()).isEmpty();
  }

  /** Updated pods of the rolling update are nobody's batch and stay as they are. */
  @Test
  void givenInTheMiddleOfARollingUpdate() {
    LiveWorkload web = running(web(4));
    web.releaseUnready("app:v2").makeReady("app:v2", 3);
    web.await(w -> w.hasUpdatedReplicas(2));
    BatchDeployConfig plan = new BatchDeployConfig();
    plan.setBatchNum(2);
    PodHistory.Mark mark = web.history().mark();
    web.edit(spec -> spec.setBatchDeployConfig(plan));
    web.await(w -> w.hasBatch(1, 1, 1));
    web.makeReady("app:v2", 2, 1);
    web.awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.confirm("2").makeReady("app:v2", 0);
    web.awaitReleased();
    assertThatHistory(web.history().since(mark)).deletedInOrder(1, 0);
  }

  @Test
  @DisplayName("Case 43: deleted in the middle; pods go with it")
  void deleted() {
    LiveWorkload web = afterBatchOne();
    web.delete(DeletionPropagation.FOREGROUND);
    Await.until("all is gone", () -> web.resource().get() == null && web.pods().isEmpty());
    Await.until("revisions are gone", () -> web.revisions().isEmpty());
  }

  @Test
  @DisplayName("Case 43: deleted without its pods in the middle; made again it takes them over")
  void orphanedAndMadeAgain() {
    LiveWorkload web = afterBatchOne();
    PodHistory.Mark mark = web.history().mark();
    web.delete(DeletionPropagation.ORPHAN);
    Await.until(
        "pods have no owner",
        () -> web.resource().get() == null && web.pods().stream().allMatch(EditedPlanIT::isOrphan));

    LiveWorkload again = create(confirmed(web(6).image("app:v2").autoBatches("2", "2", "2")));

    again.asked().add("app:v1"); // of the pods that it finds
    again.await(w -> w.hasReadyReplicas(6));
    again.awaitPasses();
    // most pods are v1: v2 is a release over them, which nobody has confirmed
    again.await(w -> w.hasUpdatedReplicas(4));
    again.awaitImages("v1 v1 v2 v2 v2 v2");
    assertThat(Journeys.touched(web.history().since(mark))).containsExactlyInAnyOrder(2, 3);
    again.confirm("3").awaitReleased();
  }

  private static boolean isOrphan(Pod pod) {
    return pod.getMetadata().getOwnerReferences().isEmpty();
  }
}
