package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.statefulsetplus.batches.LiveWorkload.down;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.testkit.PodHistory;

/** Another template in the middle of a release. */
class NewTemplateIT extends BatchTest {

  @Test
  @DisplayName("Case 38: v3 in step 2 of v2; steps restart, v2 pods first, the rest untouched")
  void restartsAtBatchOneWithTheAbandonedPods() {
    LiveWorkload web = running(confirmed(web(6).autoBatches("2", "2", "2")));
    web.release("app:v2").await(w -> w.hasBatchOrder(1)).confirm("1");
    web.await(w -> w.hasBatchOrder(2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    PodHistory.Mark mark = web.history().mark();

    web.release("app:v3");

    web.await(w ->
        w.hasBatch(1, 4, 2)
            .hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION)
            .hasOutcome(2, BatchOutcome.PENDING));
    web.awaitImages("v1 v1 v2 v2 v3 v3");
    assertThat(Journeys.touched(web.history().since(mark))).containsExactlyInAnyOrder(4, 5);
    web.confirm(web.revision("app:v3") + "/1");
    web.await(w -> w.hasBatch(2, 2, 2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.awaitImages("v1 v1 v3 v3 v3 v3");
    web.confirm("3").awaitReleased();
    Journeys.cameInSequence(
        web.history().since(mark), "app:v3", down(5, 4), down(3, 2), down(1, 0));
  }

  /** The plan's first batch is larger than what was updated: v2 pods come first in it. */
  @Test
  void abandonedPodsComeBeforeHigherOrdinalsOfTheOldRevision() {
    LiveWorkload web = running(confirmed(web(4).autoBatches("2", "2")));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.scale(6).awaitImages("v1 v1 v2 v2 v1 v1");
    PodHistory.Mark mark = web.history().mark();
    web.release("app:v3");
    web.await(w -> w.hasBatch(1, 2, 2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.awaitImages("v1 v1 v3 v3 v1 v1");
    assertThat(Journeys.touched(web.history().since(mark))).containsExactlyInAnyOrder(2, 3);
  }

  @Test
  void goingBackToTheAbandonedOneKeepsItsPods() {
    LiveWorkload web = running(confirmed(web(4).autoBatches("2", "2")));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.editPlan(plan -> plan.setPodsNumToUpdate(null));
    web.editPlan(plan -> plan.setBatchNum(4));
    web.release("app:v3");
    web.await(w -> w.hasBatch(1, 3, 1).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.awaitImages("v1 v1 v2 v3");
    PodHistory.Mark mark = web.history().mark();
    web.release("app:v2");
    web.await(w -> w.hasBatch(1, 3, 1).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.awaitImages("v1 v1 v2 v2");
    assertThat(Journeys.touched(web.history().since(mark))).containsExactly(3);
    assertThat(web.revisions()).hasSize(3);
  }

  /** What has no place in a pod's template is how, not what. */
  @Test
  void aPlanAPolicyOrALabelOfTheWorkloadIsNoRelease() {
    LiveWorkload web = running(web(2).autoBatches("1", "1"));
    PodHistory.Mark mark = web.history().mark();
    web.editPlan(plan -> {
      plan.setBatchNum(1);
      plan.setPodsNumToUpdate(null);
      plan.setBatchAuto(false);
      plan.setBatchTimeoutSeconds(7);
    });
    web.edit(spec -> spec.setMinReadySeconds(1));
    web.annotate("example.com/owner", "team-a");
    web.resource()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"tier\":\"front\"}}}");
    web.awaitPasses().awaitReleased();
    assertThat(Journeys.touched(web.history().since(mark))).isEmpty();
    assertThat(web.revisions()).hasSize(1);
  }
}
