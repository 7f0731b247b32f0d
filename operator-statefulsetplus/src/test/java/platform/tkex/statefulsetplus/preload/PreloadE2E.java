package platform.tkex.statefulsetplus.preload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;
import platform.tkex.statefulsetplus.batches.BatchTest;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.statefulsetplus.batches.Story;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.inplace.Business;
import platform.tkex.testkit.Await;

/** What a kubelet makes of the pods that pull. */
@Tag("real-node")
class PreloadE2E extends BatchTest {

  @BeforeAll
  static void loadImages(@TempDir Path folder) {
    Business.load(folder);
  }

  /** The first batch takes its time, by the period that its pod is out of its Services. */
  private static void preload(StatefulSetPlusSpec spec, int timeout, int grace) {
    PreloadIT.preload(spec, 1, timeout).setGracePeriodSeconds(grace);
  }

  private LiveWorkload started(int timeout, int grace) {
    return running(Business.real(web(2)).spec(spec -> preload(spec, timeout, grace)));
  }

  private static List<Pod> pulls(LiveWorkload web) {
    return web
        .client()
        .pods()
        .inNamespace(web.namespace())
        .withLabel(PreloadPods.LABEL, web.name())
        .list()
        .getItems();
  }

  @Test
  void theNodeHasTheImageBeforeItsBatchAndNothingOfItRan() {
    LiveWorkload web = started(60, 8);

    web.release(Business.V2);
    Await.until(
        "the node has pulled", () -> pulls(web).stream().anyMatch(PreloadE2E::hasEnded));
    Pod pull = pulls(web).getFirst();
    ContainerStatus container = pull.getStatus().getContainerStatuses().getFirst();
    ContainerStateTerminated end = container.getState().getTerminated();
    assertThat(container.getImageID()).isNotEmpty();
    assertThat(end.getReason()).isEqualTo("StartError");
    assertThat(pull.getSpec().getNodeName()).isEqualTo(web.pod(0).getSpec().getNodeName());
    assertThat(web.images()).as("no pod of the workload has the image").isEqualTo("v1 v1");

    web.awaitReleased().awaitImages("v2 v2");
    Await.until("nothing is left of it", () -> pulls(web).isEmpty());
  }

  private static boolean hasEnded(Pod pull) {
    return "Failed".equals(pull.getStatus().getPhase());
  }

  @Test
  void anImageThatCannotBeHadIsToldAndHoldsNothingUp() {
    LiveWorkload web = started(3, 0);
    web.editPlan(plan -> plan.setBatchTimeoutSeconds(2 * SOON));

    web.release("local/business:none");
    Story.of(web)
        .awaitEvent(
            Reason.PRELOAD_FAILED,
            web.pod(0).getSpec().getNodeName(),
            "local/business:none",
            "ErrImageNeverPull");

    web.awaitGeneral(GeneralStatus.ROLLED_BACK);
    Await.until("nothing is left of it", () -> pulls(web).isEmpty());
  }
}
