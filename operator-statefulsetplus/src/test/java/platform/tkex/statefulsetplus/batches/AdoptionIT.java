package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.Pods;
import platform.tkex.testkit.StatefulSetPlusBuilder;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.Workloads;

/** Pods that were there before the object: those of another revision wait for their batch. */
class AdoptionIT extends BatchTest {

  /** Deleted with its pods left, and applied again when few of them are left to be released. */
  @Test
  void theRestOfAReleaseStaysInBatchesWhenTheObjectIsMadeAnew() {
    LiveWorkload web = running(onePodEach(web(5)));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION).confirm("2");
    web.await(w -> w.hasBatch(3, 2, 1).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    StatefulSetPlus again = onePodEach(web(5).image("app:v2")).namespace(web.namespace()).build();
    PodHistory.Mark mark = web.history().mark();

    web.delete(DeletionPropagation.ORPHAN);
    Await.until("it is gone", () -> web.resource().get() == null);
    web.client().resource(again).create();

    web.awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION).awaitPasses();
    web.await(w -> w.hasBatch(1, 1, 1)).awaitImages("v1 v2 v2 v2 v2");
    assertThat(Journeys.touched(web.history().since(mark))).containsExactly(1);

    web.confirm("2").awaitReleased().awaitImages("v2 v2 v2 v2 v2");
  }

  /** A StatefulSet of the same name had them, and lets go of them during the first rollout. */
  @Test
  void podsThatAnotherOwnerLetsGoOfLaterWaitForTheirBatch(
      KubernetesClient client, TestNamespace namespace) {
    client
        .resource(
            new StatefulSetBuilder(Workloads.statefulSet("web").build())
                .editMetadata()
                .withNamespace(namespace.name())
                .endMetadata()
                .build())
        .create();
    Await.until("its pods run", () -> readyPods(client, namespace) == 3);
    LiveWorkload web = create(confirmed(web(3).image("app:v2").autoBatches("1", "2")));
    web.await(w -> w.hasGeneralStatus(GeneralStatus.PROGRESSING).hasReadyReplicas(0));
    web.asked().add("app:v1");
    PodHistory.Mark mark = web.history().mark();

    client
        .apps()
        .statefulSets()
        .inNamespace(namespace.name())
        .withName("web")
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();

    web.awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION).awaitPasses();
    web.awaitImages("v1 v1 v2");
    assertThat(Journeys.touched(web.history().since(mark))).containsExactly(2);
    assertThat(web.status().getLastGoodRevision()).isNullOrEmpty();
    web.confirm("2").awaitReleased().awaitImages("v2 v2 v2");
  }

  private static StatefulSetPlusBuilder onePodEach(StatefulSetPlusBuilder manifest) {
    return confirmed(manifest.autoBatches("1", "1", "1", "1", "1"));
  }

  private static long readyPods(KubernetesClient client, TestNamespace namespace) {
    return client.pods().inNamespace(namespace.name()).list().getItems().stream()
        .filter(Pods::isReady)
        .count();
  }
}
