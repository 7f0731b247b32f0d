package platform.tkex.statefulsetplus.batches;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.PodManagementPolicy;
import platform.tkex.crds.statefulsetplus.RollbackScope;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.StatefulSetPlusBuilder;

/** A bad revision never needs a pod deleted by hand. Nobody deletes one here. */
class BrokenRevisionIT extends BatchTest {

  private static StatefulSetPlusBuilder four(PodManagementPolicy policy) {
    return web(4).podManagementPolicy(policy).autoBatches("2", "2");
  }

  @ParameterizedTest
  @EnumSource(PodManagementPolicy.class)
  @DisplayName("Case 39: bad v2 in batch 1, then good v3")
  void aGoodTemplateAfterABadOne(PodManagementPolicy policy) {
    LiveWorkload web = running(four(policy));
    PodHistory.Mark mark = web.history().mark();
    web.release(BROKEN).await(w -> w.hasUpdatedReplicas(2).hasBatchOrder(1));
    web.release("app:v3").awaitReleased().awaitImages("v3 v3 v3 v3");
    assertThat(Journeys.of(web.history().since(mark)).values())
        .containsExactly("v1 v3", "v1 v3", "v1 never-ready v3", "v1 never-ready v3");
  }

  @ParameterizedTest
  @EnumSource(PodManagementPolicy.class)
  void theOldTemplateAfterABadOne(PodManagementPolicy policy) {
    LiveWorkload web = running(four(policy));
    web.release("app:crash-loop").await(w -> w.hasUpdatedReplicas(2).hasBatchOrder(1));
    web.release("app:v1").awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1 v1");
  }

  @ParameterizedTest
  @EnumSource(PodManagementPolicy.class)
  void theAutomaticRollbackHealsByItself(PodManagementPolicy policy) {
    LiveWorkload web = running(timeout(four(policy), SOON));
    web.release("app:image-pull-error").awaitGeneral(GeneralStatus.ROLLED_BACK);
    web.awaitImages("v1 v1 v1 v1");
  }

  @ParameterizedTest
  @EnumSource(PodManagementPolicy.class)
  void aGoodTemplateAfterAFailureThatWaits(PodManagementPolicy policy) {
    LiveWorkload web =
        running(
            timeout(four(policy), SOON)
                .batches(config -> config.setRollbackScope(RollbackScope.NONE)));
    web.release(BROKEN).awaitGeneral(GeneralStatus.FAILED);
    web.editPlan(config -> config.setBatchTimeoutSeconds(LATE));
    web.release("app:v3").awaitReleased().awaitImages("v3 v3 v3 v3");
  }

  /** With OrderedReady the first pod holds back the others until its template is mended. */
  @ParameterizedTest
  @EnumSource(PodManagementPolicy.class)
  void aGoodTemplateAfterABadFirstOne(PodManagementPolicy policy) {
    LiveWorkload web = create(four(policy).image(BROKEN));
    int pods = policy == PodManagementPolicy.PARALLEL ? 4 : 1;
    web.await(w -> w.hasUpdatedReplicas(pods).hasGeneralStatus(GeneralStatus.PROGRESSING));
    web.release("app:v2").awaitReleased().awaitImages("v2 v2 v2 v2");
  }

  /** Batch 1 of v3 is smaller than what v2 broke: the rest returns to the last good revision. */
  @Test
  void brokenPodsOfAnAbandonedRevisionDoNotWaitForTheirBatch() {
    LiveWorkload web = running(confirmed(web(4).autoBatches("3", "1")));
    PodHistory.Mark mark = web.history().mark();
    web.release(BROKEN).await(w -> w.hasUpdatedReplicas(3));

    web.edit(spec -> {
      requireNonNull(spec.getBatchDeployConfig()).setBatchNum(4);
      requireNonNull(spec.getBatchDeployConfig()).setPodsNumToUpdate(List.of());
      requireNonNull(spec.getTemplate()).getSpec().getContainers().getFirst().setImage("app:v3");
    });

    web.awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION).awaitImages("v1 v1 v1 v3");
    web.await(w -> w.hasBatch(1, 3, 1));
    assertThat(Journeys.of(web.history().since(mark)).values())
        .containsExactly("v1", "v1 never-ready v1", "v1 never-ready v1", "v1 never-ready v3");
  }

  /** A pod that breaks after its batch has passed stays at the version that it is to have. */
  @Test
  void aPodThatBreaksAfterItsBatchIsNotTurnedBack() {
    LiveWorkload web = running(confirmed(web(3).autoBatches("1", "1", "1")));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.confirm("1")
        .await(w -> w.hasBatchOrder(2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.makeUnready(2);
    web.await(w -> w.hasReadyReplicas(2));
    PodHistory.Mark mark = web.history().mark();
    web.awaitPasses();
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    assertThat(requireNonNull(web.release().getBatches()).getFirst().getReady()).isZero();
    web.await(w -> w.hasCondition("Available", false).hasOutcome(1, BatchOutcome.SUCCEEDED));

    web.confirm("3").awaitReleased();
    assertThat(web.images()).isEqualTo("v2 v2 v2");
  }

  /** What cannot come back is not deleted, and status says why nothing moves. */
  @Test
  void withTheGoodRevisionDeletedNothingMovesUntilATemplateComes() {
    LiveWorkload web = running(timeout(web(4).autoBatches("2", "2"), SOON));
    String good = web.revision("app:v1");
    web.release(BROKEN).await(w -> w.hasUpdatedReplicas(2));
    PodHistory.Mark mark = web.history().mark();
    web.client().apps().controllerRevisions().inNamespace(web.namespace()).withName(good).delete();

    web.awaitGeneral(GeneralStatus.FAILED).awaitPasses();

    assertThat(Journeys.touched(web.history().since(mark))).isEmpty();
    assertThat(web.release().getMessage()).contains("deleted revision " + good);
    web.release("app:v3").awaitReleased();
  }
}
