package platform.tkex.statefulsetplus.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.RollbackStage;
import platform.tkex.statefulsetplus.batches.Journeys;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.statefulsetplus.batches.Story;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.Pods;

/** Deletions that do not end: finalizers on pods, and a namespace on its way out. */
class FinalizersIT extends HostileTest {
  private static final String FINALIZER = "platform.tkex/test-holds";
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  @Test
  void aPodThatDoesNotGoFailsItsBatchAndComesBackOnceItIsGone() {
    LiveWorkload web = running(timeout(web(2).autoBatches("1", "1"), SOON));
    hold(web.pod(1));
    PodHistory.Mark mark = web.history().mark();

    web.release("app:v2");
    awaitLack(web, "1 of 2 pods are available", "1 being deleted (1)");
    othersGoOn();
    Story.of(web).awaitEvent(Reason.BATCH_FAILED, "1 of 1 pods", "1 being deleted (1)");
    Story.of(web).awaitEvent(Reason.ROLLBACK_FAILED);
    web.await(
        w -> w.hasGeneralStatus(GeneralStatus.FAILED).hasRollbackProgress(RollbackStage.FAILED));
    assertThat(web.release().getMessage()).contains("in time; still trying");
    assertThat(Journeys.touched(web.history().since(mark)))
        .as("it has not gone, and nobody takes its place")
        .isSubsetOf(1)
        .hasSizeLessThan(2);

    letGo(web.namespace(), "web-1");
    web.awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1");
  }

  /** Its pods go first, and only when all are gone its workloads: until then these live on. */
  @Test
  void aNamespaceOnItsWayOutGetsNoNewPods() {
    String doomed = namespace + "-doomed";
    makeNamespace(doomed);
    try (LiveWorkload web =
        LiveWorkload.create(client, web(2).autoBatches("1", "1").namespace(doomed).build())) {
      web.awaitReleased();
      Set<String> uids = web.pods().stream().map(Pods::uid).collect(Collectors.toSet());
      hold(web.pod(0));

      client.namespaces().withName(doomed).delete();

      awaitLack(web, "1 being deleted (0)", "1 missing (1)", "being terminated");
      othersGoOn();
      assertThat(client.pods().inNamespace(doomed).list().getItems())
          .extracting(Pods::uid)
          .hasSize(1)
          .isSubsetOf(uids);

      letGo(doomed, "web-0");
      Await.until("it is gone", () -> client.namespaces().withName(doomed).get() == null);
    }
  }

  private void hold(Pod pod) {
    patch(pod.getMetadata().getNamespace(), pod.getMetadata().getName(), "[\"" + FINALIZER + "\"]");
  }

  private void letGo(String where, String pod) {
    patch(where, pod, "null");
    Await.until(
        pod + " of that life is gone",
        () -> {
          Pod found = client.pods().inNamespace(where).withName(pod).get();
          return found == null || !Pods.isTerminating(found);
        });
  }

  private void patch(String where, String pod, String finalizers) {
    String patch = "{\"metadata\":{\"finalizers\":" + finalizers + "}}";
    client.pods().inNamespace(where).withName(pod).patch(MERGE, patch);
  }
}
