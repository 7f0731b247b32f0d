package platform.tkex.statefulsetplus.hostile;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.BatchStatus;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.statefulsetplus.batches.Story;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.StatefulSetPlusBuilder;

/** A ResourceQuota that is full. */
class QuotaIT extends HostileTest {

  @Test
  void podsBeyondItAreToldAndComeOnceItIsRaised() {
    allow(2);
    LiveWorkload web = create(counted(3).autoBatches("1", "2"));

    awaitLack(web, "2 of 3 pods are available", "1 missing (", "exceeded quota: few");
    Story.of(web).awaitEvent(Reason.FAILED_CREATE, "pod of ordinal", "exceeded quota: few");
    web.await(w -> w.hasGeneralStatus(GeneralStatus.PROGRESSING).hasReadyReplicas(2));
    othersGoOn();

    allow(3);
    web.awaitReleased().await(w -> w.hasCondition("Available", true, "AllReplicasAvailable"));
  }

  /**
   * The place of an old pod is free once it is gone: a trial refused for lack of it means nothing.
   */
  @Test
  void aReleaseNeedsNoMoreThanThePodsTakeAlready() {
    LiveWorkload web = running(counted(3).autoBatches("1", "2"));
    allow(3);

    web.release("app:v2").awaitReleased().awaitImages("v2 v2 v2");
    othersGoOn();
  }

  @Test
  void aPodWithoutAPlaceKeepsNoOtherFromGoing() {
    LiveWorkload web = running(counted(4).autoBatches("2", "2"));
    allow(3);
    client.pods().inNamespace(namespace).withName(web.podName(0)).delete();
    awaitLack(web, "1 missing (0)", "exceeded quota: few");

    web.scale(2).await(w -> w.hasReadyReplicas(2)).awaitImages("v1 v1");
    othersGoOn();
  }

  @Test
  void aBatchThatFindsNoPlaceFailsAndItsPodsReturnOnceThereIsSome() {
    // between two tries of a refused write there are up to 8 s; a deadline is not kept waiting
    LiveWorkload web = running(timeout(counted(3).autoBatches("1", "2"), 2 * SOON));
    allow(0);

    web.release("app:v2");
    awaitLack(web, "1 missing (2)", "exceeded quota: few");
    Story.of(web).awaitEvent(Reason.BATCH_FAILED, "1 of 1 pods", "1 missing (2)");
    BatchStatus batch = requireNonNull(web.release().getBatches()).getFirst();
    assertThat(Instant.parse(batch.getEndTime()))
        .isBefore(Instant.parse(batch.getStartTime()).plusSeconds(2 * SOON + 4));
    othersGoOn();

    allow(3);
    web.awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1");
  }

  private static StatefulSetPlusBuilder counted(int replicas) {
    return web(replicas)
        .template(t ->
            t.editSpec()
                .editFirstContainer()
                .withNewResources()
                .addToRequests("cpu", new Quantity("1m"))
                .endResources()
                .endContainer()
                .endSpec());
  }

  private void allow(int pods) {
    client
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName("few")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity(Integer.toString(pods)))
                // not the marker pods of the record
                .withScopes("NotBestEffort")
                .endSpec()
                .build())
        .serverSideApply();
    Await.until(
        "the quota is in force",
        () -> {
          var quota = client.resourceQuotas().inNamespace(namespace).withName("few").get();
          return quota.getStatus() != null
              && quota.getStatus().getHard() != null
              && quota.getStatus().getHard().containsKey("pods")
              && quota.getStatus().getHard().get("pods").getNumericalAmount().intValue() == pods;
        });
  }
}
