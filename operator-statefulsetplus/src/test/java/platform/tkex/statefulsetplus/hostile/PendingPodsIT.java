package platform.tkex.statefulsetplus.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.batches.Journeys;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.statefulsetplus.batches.Story;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.TestNamespace;

/** Pods that never get a node, because of where they want to run or of what they mount. */
class PendingPodsIT extends HostileTest {
  private static final String HOLD = "tkex.test/hold";

  @Test
  void aReleaseThatNobodyCanScheduleGoesBackByItself() {
    LiveWorkload web = running(timeout(web(3).autoBatches("1", "2"), SOON));
    PodHistory.Mark mark = web.history().mark();

    web.editTemplate(PendingPodsIT::onNoNode);
    awaitLack(web, "1 pending (2)");
    othersGoOn();

    Story.of(web).awaitEvent(Reason.BATCH_FAILED, "1 of 1 pods", "1 pending (2)");
    web.awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1");
    assertThat(Journeys.touched(web.history().since(mark))).containsExactly(2);
  }

  /** Nothing ever was good, so nothing is returned; and no pod has to be deleted by hand. */
  @Test
  void aFirstRolloutWaitsAndSaysForWhat() {
    LiveWorkload web = create(web(2).autoBatches("1", "1").template(PendingPodsIT::onNoNode));

    awaitLack(web, "0 of 2 pods are available", "2 pending (0-1)");
    web.awaitGeneral(GeneralStatus.PROGRESSING);
    othersGoOn();

    web.editTemplate(t -> t.editSpec().withNodeSelector(Map.of("type", "kwok")).endSpec());
    web.awaitReleased().awaitImages("v1 v1");
  }

  @Test
  void claimsThatDoNotBindAreWaitedFor(TestNamespace own) {
    LiveWorkload web =
        create(
            web(2).autoBatches("1", "1").spec(s -> s.setVolumeClaimTemplates(List.of(claim(own)))));

    awaitLack(web, "0 of 2 pods are available", "2 pending (0-1)");
    web.awaitGeneral(GeneralStatus.PROGRESSING);
    othersGoOn();

    own.provisionVolumes(2);
    web.awaitReleased();
  }

  /** A claim goes only once its finalizers are gone, and until then no pod may use it. */
  @Test
  void aClaimThatGoesIsWaitedForAndTold(TestNamespace own) {
    own.provisionVolumes(3);
    LiveWorkload web =
        running(
            web(2).autoBatches("1", "1").spec(s -> s.setVolumeClaimTemplates(List.of(claim(own)))));
    var claim =
        client.persistentVolumeClaims().inNamespace(namespace).withName("data-" + web.podName(1));
    claim.edit(c -> editFinalizers(c, finalizers -> finalizers.add(HOLD)));
    claim.delete();

    client.pods().inNamespace(namespace).withName(web.podName(1)).delete();

    awaitLack(web, "1 of 2 pods are available", "1 waiting for a claim that is being deleted (1)");
    othersGoOn();
    claim.edit(c -> editFinalizers(c, finalizers -> finalizers.remove(HOLD)));
    web.await(w -> w.hasCondition("Available", true)).awaitImages("v1 v1");
  }

  private static PersistentVolumeClaim editFinalizers(
      PersistentVolumeClaim claim, Consumer<List<String>> change) {
    List<String> finalizers = new ArrayList<>(claim.getMetadata().getFinalizers());
    change.accept(finalizers);
    claim.getMetadata().setFinalizers(finalizers);
    return claim;
  }

  private static PodTemplateSpecBuilder onNoNode(PodTemplateSpecBuilder template) {
    return template.editSpec().withNodeSelector(Map.of("type", "none")).endSpec();
  }

  private static PersistentVolumeClaim claim(TestNamespace own) {
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withName("data")
        .endMetadata()
        .withNewSpec()
        .withStorageClassName(own.storageClass())
        .withAccessModes("ReadWriteOnce")
        .withNewResources()
        .addToRequests("storage", new Quantity("1Gi"))
        .endResources()
        .endSpec()
        .build();
  }
}
