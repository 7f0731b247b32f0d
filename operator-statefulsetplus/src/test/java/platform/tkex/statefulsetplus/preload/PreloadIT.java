package platform.tkex.statefulsetplus.preload;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.ImagePreload;
import platform.tkex.crds.statefulsetplus.InPlace;
import platform.tkex.crds.statefulsetplus.PodUpdatePolicy;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;
import platform.tkex.crds.statefulsetplus.UpdateStrategy;
import platform.tkex.crds.statefulsetplus.UpdateStrategyType;
import platform.tkex.statefulsetplus.batches.BatchTest;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.statefulsetplus.batches.Story;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.Pods;
import platform.tkex.testkit.StatefulSetPlusBuilder;

/** Images that are pulled ahead, on fake nodes: a pod on each, so that each has to pull. */
class PreloadIT extends BatchTest {
  private static final String UNPULLABLE = "app:image-pull-error";

  static InPlace preload(StatefulSetPlusSpec spec, int parallelism, int timeout) {
    ImagePreload preload = new ImagePreload();
    preload.setEnabled(true);
    preload.setParallelism(parallelism);
    preload.setTimeoutSeconds(timeout);
    InPlace inPlace = new InPlace();
    inPlace.setImagePreload(preload);
    UpdateStrategy strategy = new UpdateStrategy();
    strategy.setPodUpdatePolicy(PodUpdatePolicy.IN_PLACE_IF_POSSIBLE);
    strategy.setInPlace(inPlace);
    spec.setUpdateStrategy(strategy);
    return inPlace;
  }

  private static StatefulSetPlusBuilder apart(int replicas, int parallelism, int timeout) {
    return confirmed(web(replicas).autoBatches("1", "1", "100%"))
        .spec(spec -> preload(spec, parallelism, timeout))
        .template(t ->
            t.editSpec()
                .withNewAffinity()
                .withNewPodAntiAffinity()
                .addNewRequiredDuringSchedulingIgnoredDuringExecution()
                .withNewLabelSelector()
                .addToMatchLabels("app", "web")
                .endLabelSelector()
                .withTopologyKey("kubernetes.io/hostname")
                .endRequiredDuringSchedulingIgnoredDuringExecution()
                .endPodAntiAffinity()
                .endAffinity()
                .endSpec());
  }

  private static List<Pod> pulls(LiveWorkload web) {
    return web.client()
        .pods()
        .inNamespace(web.namespace())
        .withLabel(PreloadPods.LABEL, web.name())
        .list()
        .getItems();
  }

  private static Set<String> nodes(List<Pod> pods) {
    return pods.stream().map(pod -> pod.getSpec().getNodeName()).collect(Collectors.toSet());
  }

  private static Set<String> nodes(LiveWorkload web, int... ordinals) {
    return Arrays.stream(ordinals)
        .mapToObj(ordinal -> web.pod(ordinal).getSpec().getNodeName())
        .collect(Collectors.toSet());
  }

  private static boolean hasPulled(Pod pull) {
    return pull.getStatus().getContainerStatuses().stream()
        .anyMatch(status -> !status.getImageID().isEmpty());
  }

  private static void awaitPulled(LiveWorkload web, int... ordinals) {
    Await.untilAsserted(
        "the nodes have pulled",
        () -> {
          assertThat(nodes(pulls(web))).isEqualTo(nodes(web, ordinals));
          assertThat(pulls(web)).allMatch(PreloadIT::hasPulled);
        });
  }

  private static void awaitNone(LiveWorkload web) {
    Await.until("nothing is left of pulls", () -> pulls(web).isEmpty());
  }

  private static List<String> failures(LiveWorkload web) {
    return Story.of(web).events().stream()
        .filter(event -> event.getReason().equals(Reason.PRELOAD_FAILED.reason()))
        .map(Event::getMessage)
        .toList();
  }

  @Test
  @DisplayName("Case 62: pulls for the pods that wait, on their nodes; none is left at the end")
  void theNodesOfFollowingBatchesPullAhead() {
    LiveWorkload web = running(apart(4, 10, 60));
    PodHistory.Mark mark = web.history().mark();

    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    awaitPulled(web, 0, 1, 2);
    assertThat(pulls(web))
        .allSatisfy(pull -> {
          assertThat(pull.getSpec().getContainers().getFirst().getImage()).isEqualTo("app:v2");
          assertThat(pull.getMetadata().getLabels()).containsOnlyKeys(PreloadPods.LABEL);
        });
    web.awaitImages("v1 v1 v1 v2");

    web.confirm("1")
        .await(w -> w.hasBatchOrder(2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    awaitPulled(web, 0, 1);

    web.confirm("3").awaitReleased().awaitImages("v2 v2 v2 v2");
    awaitNone(web);
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    assertThat(failures(web)).isEmpty();
  }

  @Test
  void noMoreThanMayPullAtOnce() {
    LiveWorkload web = running(apart(4, 1, 60));
    try (var watch = new PullHistory(web)) {
      web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
      awaitPulled(web, 0, 1, 2);

      assertThat(watch.mostAtOnce()).isEqualTo(1);
    }
  }

  @Test
  void aFailedPullIsToldAndHoldsNothingUp() {
    LiveWorkload web = running(timeout(apart(3, 10, 2), SOON));

    web.release(UNPULLABLE);
    Story.of(web).awaitEvent(Reason.PRELOAD_FAILED, "Node", UNPULLABLE, "Image");
    web.awaitGeneral(GeneralStatus.ROLLED_BACK);
    awaitNone(web);
    assertThat(failures(web)).as("of the same fault").hasSizeLessThanOrEqualTo(2);

    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
  }

  @Test
  void aQuotaThatIsFullIsToldOnceAndHoldsNothingUp() {
    LiveWorkload web = running(apart(3, 10, 60));
    web.client()
        .resource(
            new ResourceQuotaBuilder()
                .withNewMetadata()
                .withNamespace(web.namespace())
                .withName("full")
                .endMetadata()
                .withNewSpec()
                .addToHard("pods", new Quantity("3"))
                .endSpec()
                .build())
        .create();
    Await.until(
        "the quota holds",
        () ->
            web.client()
                    .resourceQuotas()
                    .inNamespace(web.namespace())
                    .withName("full")
                    .get()
                    .getStatus()
                    .getHard()
                != null);

    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    Story.of(web).awaitEvent(Reason.PRELOAD_FAILED, "not pulled ahead", "exceeded quota");
    web.confirm("3").awaitReleased().awaitImages("v2 v2 v2");

    assertThat(failures(web)).hasSize(1);
    assertThat(web.status().getConditions()).noneMatch(c -> c.getMessage().contains("quota"));
  }

  @Test
  void aRollbackAnotherStrategyOrATurnedOffPreloadLeaveNone() {
    LiveWorkload web = running(apart(3, 10, 60));
    web.release("app:v2");
    awaitPulled(web, 0, 1);
    web.release("app:v1").awaitGeneral(GeneralStatus.ROLLED_BACK);
    awaitNone(web);

    web.release("app:v3");
    awaitPulled(web, 0, 1);
    web.edit(spec -> spec.setUpdateStrategy(onDelete()));
    awaitNone(web);

    web.edit(spec -> preload(spec, 10, 60));
    awaitPulled(web, 0, 1);
    web.edit(spec -> {
      UpdateStrategy strategy = new UpdateStrategy();
      strategy.setPodUpdatePolicy(PodUpdatePolicy.IN_PLACE_IF_POSSIBLE);
      spec.setUpdateStrategy(strategy);
    });
    awaitNone(web);
  }

  private static UpdateStrategy onDelete() {
    UpdateStrategy strategy = new UpdateStrategy();
    strategy.setType(UpdateStrategyType.ON_DELETE);
    return strategy;
  }

  @Test
  void theyGoWithTheirWorkload() {
    LiveWorkload web = running(apart(3, 10, 60));
    web.release("app:v2");
    awaitPulled(web, 0, 1);

    web.resource().delete();

    awaitNone(web);
  }

  @Test
  void whatIsLostIsMadeAgainAndNoPodOfTheWorkloadIsTouched() {
    LiveWorkload web = running(apart(3, 10, 60));
    web.release("app:v2");
    awaitPulled(web, 0, 1);
    PodHistory.Mark mark = web.history().mark();

    List<String> before = pulls(web).stream().map(Pods::uid).toList();
    web.client().resourceList(pulls(web)).delete();
    Await.until(
        "others have taken their place",
        () -> pulls(web).stream().map(Pods::uid).noneMatch(before::contains));
    awaitPulled(web, 0, 1);

    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }

  @Test
  void aChangeWithoutAnImagePullsNothing() {
    LiveWorkload web = running(apart(3, 10, 60));
    try (var watch = new PullHistory(web)) {
      web.editTemplate(t -> t.editMetadata().addToLabels("new", "1").endMetadata())
          .awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION)
          .awaitPasses();

      assertThat(watch.mostAtOnce()).isZero();
    }
  }
}
