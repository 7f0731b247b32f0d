package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.PodManagementPolicy;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.Faults;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.Workloads;

/** A pod lost in the middle of a release returns at the revision it had. */
class LostPodsIT extends BatchTest {

  @ParameterizedTest
  @EnumSource(PodManagementPolicy.class)
  void betweenTwoBatches(PodManagementPolicy policy) {
    LiveWorkload web = running(confirmed(web(4).podManagementPolicy(policy).autoBatches("2", "2")));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    PodHistory.Mark mark = web.history().mark();
    web.lose(3);
    web.lose(0);
    web.awaitImages("v1 v1 v2 v2").awaitPasses();
    assertThat(Journeys.of(web.history().since(mark)).values())
        .containsExactly("v1 v1", "v1", "v2", "v2 v2");
    web.await(w -> w.hasBatch(1, 2, 2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
  }

  @Test
  void whileItsBatchRuns() {
    LiveWorkload web = running(web(3).autoBatches("2", "1"));
    web.releaseUnready("app:v2").await(w -> w.hasUpdatedReplicas(2).hasBatchOrder(1));
    web.makeReady("app:v2", 2);
    web.awaitPasses();
    web.lose(2);
    web.lose(0);
    web.awaitPasses();
    assertThat(web.images()).isEqualTo("v1 v2 v2");
    web.await(w -> w.hasBatch(1, 1, 2));
    web.makeReady("app:v2", 2, 1, 0);
    web.awaitReleased();
  }

  @Test
  void aPodThatEndedIsReplacedLikeALostOne() {
    LiveWorkload web = running(confirmed(web(3).autoBatches("1", "2")));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    PodHistory.Mark mark = web.history().mark();
    Faults.end(web.client(), web.pod(2), "Failed");
    Faults.end(web.client(), web.pod(1), "Failed");
    web.awaitPasses();
    assertThat(Journeys.of(web.history().since(mark)).get(0)).isEqualTo("v1");
    web.awaitImages("v1 v1 v2");
  }

  @Test
  void whileRolledBack() {
    LiveWorkload web = running(timeout(web(2).autoBatches("1", "1"), SOON));
    web.release(BROKEN).awaitGeneral(GeneralStatus.ROLLED_BACK);
    web.lose(1);
    web.lose(0);
    web.awaitImages("v1 v1").awaitGeneral(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void aNameThatAStrangerHasIsToldAndTakenOnceItIsFree() {
    LiveWorkload web = running(web(1).autoBatches("1"));
    PodTemplateSpec other = Workloads.template("other", "app:v1");
    var stranger =
        web.client()
            .resource(
                new PodBuilder()
                    .withMetadata(other.getMetadata())
                    .editMetadata()
                    .withNamespace(web.namespace())
                    .withName("web-1")
                    .endMetadata()
                    .withSpec(other.getSpec())
                    .build());
    stranger.create();

    web.scale(2);
    Story.of(web).awaitEvent(Reason.FAILED_CREATE, "not of this workload", "web-1");

    stranger.delete();
    web.await(w -> w.hasReadyReplicas(2));
  }
}
