package platform.tkex.statefulsetplus.inplace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.InPlace;
import platform.tkex.crds.statefulsetplus.PodUpdatePolicy;
import platform.tkex.crds.statefulsetplus.ResizeFallback;
import platform.tkex.crds.statefulsetplus.UpdateStrategy;
import platform.tkex.statefulsetplus.batches.BatchTest;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.statefulsetplus.batches.Story;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.Pods;
import platform.tkex.testkit.StatefulSetPlusBuilder;

/** Pods that live on: on fake nodes, which report what a kubelet reports. */
class InPlaceIT extends BatchTest {

  private static StatefulSetPlusBuilder inPlace(int replicas) {
    return policy(web(replicas), PodUpdatePolicy.IN_PLACE_IF_POSSIBLE, ResizeFallback.RECREATE);
  }

  private static StatefulSetPlusBuilder policy(
      StatefulSetPlusBuilder manifest, PodUpdatePolicy policy, ResizeFallback fallback) {
    return manifest.spec(spec -> {
      UpdateStrategy strategy = new UpdateStrategy();
      strategy.setPodUpdatePolicy(policy);
      InPlace inPlace = new InPlace();
      inPlace.setResizeFallback(fallback);
      strategy.setInPlace(inPlace);
      spec.setUpdateStrategy(strategy);
    });
  }

  private static List<Integer> restarts(LiveWorkload web) {
    return web.pods().stream()
        .map(pod -> pod.getStatus().getContainerStatuses().getFirst())
        .map(ContainerStatus::getRestartCount)
        .toList();
  }

  @Test
  @DisplayName("Case 48: an image; UID, node and IP stay, one restart, the label is the revision's")
  void anImageInBatches() {
    LiveWorkload web = running(confirmed(inPlace(3).autoBatches("1", "2")));
    List<Pod> before = web.pods();
    PodHistory.Mark mark = web.history().mark();

    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.awaitImages("v1 v1 v2");
    web.confirm("2").awaitReleased().awaitImages("v2 v2 v2");

    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    assertThat(restarts(web)).containsExactly(1, 1, 1);
    assertThatPods(web.pods()).areTheSamePodsAs(before).areAllOnRevision(web.revision("app:v2"));
    assertThat(web.pods())
        .extracting(pod -> pod.getStatus().getPodIP() + pod.getSpec().getNodeName())
        .containsExactlyElementsOf(
            before.stream()
                .map(p -> p.getStatus().getPodIP() + p.getSpec().getNodeName())
                .toList());
    Story.of(web).awaitEvent(Reason.SUCCESSFUL_UPDATE, "pod 2 in place to ");
  }

  @Test
  void withoutAPlanItIsARollingUpdateInPlace() {
    LiveWorkload web = running(inPlace(3));
    PodHistory.Mark mark = web.history().mark();

    web.release("app:v2").awaitReleased().awaitImages("v2 v2 v2");

    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }

  @Test
  @DisplayName("Case 50: an environment that is read from a label; one restart of the same image")
  void aLabelThatTheEnvironmentReads() {
    LiveWorkload web =
        running(
            inPlace(2)
                .autoBatches("1", "1")
                .template(t ->
                    t.editMetadata()
                        .addToLabels("mode", "a")
                        .endMetadata()
                        .editSpec()
                        .editFirstContainer()
                        .addNewEnv()
                        .withName("MODE")
                        .withNewValueFrom()
                        .withNewFieldRef()
                        .withFieldPath("metadata.labels['mode']")
                        .endFieldRef()
                        .endValueFrom()
                        .endEnv()
                        .endContainer()
                        .endSpec()));
    PodHistory.Mark mark = web.history().mark();

    web.editTemplate(t -> t.editMetadata().addToLabels("mode", "b").endMetadata()).awaitReleased();

    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    assertThat(restarts(web)).containsExactly(1, 1);
    assertThat(web.pods())
        .allSatisfy(pod -> assertThat(pod.getMetadata().getLabels()).containsEntry("mode", "b"));
  }

  @Test
  void labelsAndAnnotationsAloneRestartNothing() {
    LiveWorkload web = running(inPlace(2).autoBatches("1", "1").podAnnotation("old", "1"));
    web.editTemplate(t ->
            t.editMetadata().removeFromAnnotations("old").addToLabels("new", "2").endMetadata())
        .awaitReleased();

    assertThat(restarts(web)).containsExactly(0, 0);
    assertThat(web.pods())
        .allSatisfy(pod -> {
          assertThat(pod.getMetadata().getLabels()).containsEntry("new", "2");
          assertThat(pod.getMetadata().getAnnotations()).doesNotContainKey("old");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"app:crash-loop", "app:image-pull-error", "app:never-ready"})
  void aBrokenImageIsRepairedWithoutADeletion(String broken) {
    LiveWorkload web = running(inPlace(3).autoBatches("2", "1"));
    PodHistory.Mark mark = web.history().mark();

    web.release(broken).await(w -> w.hasBatchOrder(1).hasReadyReplicas(1));
    web.release("app:v3").awaitReleased().awaitImages("v3 v3 v3");

    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }

  @Test
  void aFailedBatchAndARollbackOfAllReturnInPlace() {
    LiveWorkload web = running(timeout(inPlace(3).autoBatches("1", "2"), SOON));
    PodHistory.Mark mark = web.history().mark();

    web.release(BROKEN).awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1");
    web.release("app:v2").awaitReleased();
    web.annotate(Annotations.ROLLBACK, web.revision("app:v1"))
        .awaitGeneral(GeneralStatus.ROLLED_BACK)
        .awaitImages("v1 v1 v1");

    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }

  @Test
  void pauseScaleAndLostPodsAreAsBefore() {
    LiveWorkload web = running(confirmed(inPlace(3).autoBatches("1", "1", "1")));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.pauseAndAwait().confirm("1").awaitPasses();
    web.lose(0);
    web.lose(2);
    web.scale(4).awaitImages("v1 v1 v2 v1").awaitPasses();
    web.awaitImages("v1 v1 v2 v1");

    web.resume().confirm("3").awaitReleased().awaitImages("v2 v2 v2 v2");
  }

  @Test
  void whatCannotChangeInPlaceIsRecreated() {
    LiveWorkload web = running(inPlace(2).autoBatches("1", "1"));
    List<Pod> before = web.pods();

    web.editTemplate(InPlaceIT::withMode).awaitReleased();

    assertThatPods(web.pods()).shareNoPodWith(before);
  }

  @Test
  void inPlaceOnlyFailsBeforeItTouchesAPod() {
    LiveWorkload web =
        running(
            policy(
                web(2).autoBatches("1", "1"), PodUpdatePolicy.IN_PLACE_ONLY, ResizeFallback.FAIL));
    PodHistory.Mark mark = web.history().mark();

    web.editTemplate(InPlaceIT::withMode).awaitGeneral(GeneralStatus.FAILED);

    String field = "spec.template.spec.containers[app].env";
    assertThat(web.release().getMessage()).contains("in place: " + field + ": nothing became ");
    Story.of(web).awaitEvent(Reason.RELEASE_FAILED, "InPlaceOnly", field);
    web.await(w -> w.hasCondition("ReleaseFailed", true, "NotInPlace")).awaitPasses();
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    assertThat(restarts(web)).containsExactly(0, 0);

    web.editTemplate(t -> t.editSpec().editFirstContainer().withEnv().endContainer().endSpec())
        .awaitGeneral(GeneralStatus.ROLLED_BACK);
    web.release("app:v2").awaitReleased();
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }

  @Test
  @DisplayName("Case 58: CPU without a restart; with an image one restart at most")
  void resources() {
    LiveWorkload web = running(sized(inPlace(2).autoBatches("1", "1"), "100m"));
    PodHistory.Mark mark = web.history().mark();

    web.editTemplate(t -> cpu(t, "200m")).awaitReleased();
    assertThat(restarts(web)).containsExactly(0, 0);
    assertThat(cpu(web)).containsOnly("200m");

    web.editTemplate(t ->
            cpu(t, "300m")
                .editSpec()
                .editFirstContainer()
                .withImage("app:v2")
                .endContainer()
                .endSpec())
        .awaitReleased();
    assertThat(restarts(web)).containsExactly(1, 1);
    assertThat(cpu(web)).containsOnly("300m");
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }

  @Test
  @DisplayName("Case 51: another QoS class needs another pod")
  void anotherQosClass() {
    LiveWorkload web = running(inPlace(2).autoBatches("1", "1"));
    List<Pod> before = web.pods();

    web.editTemplate(t -> cpu(t, "100m")).awaitReleased();

    assertThatPods(web.pods()).shareNoPodWith(before);
  }

  @Test
  @DisplayName("Case 60: a resize that is deferred completes without another patch")
  void aDeferredResize() {
    LiveWorkload web =
        running(
            sized(inPlace(1).autoBatches("1"), "100m")
                .podAnnotation("fake.tkex/resize", "Deferred"));
    web.editTemplate(t -> cpu(t, "200m"));
    Await.until(
        "it is deferred",
        () ->
            web.pod(0).getStatus().getConditions().stream()
                .anyMatch(condition -> "Deferred".equals(condition.getReason())));
    web.awaitPasses()
        .await(w -> w.hasGeneralStatus(GeneralStatus.PROGRESSING).hasUpdatedReplicas(0));
    String version = web.pod(0).getMetadata().getUid();

    web.client()
        .pods()
        .inNamespace(web.namespace())
        .withName(web.podName(0))
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"annotations\":{\"fake.tkex/resize\":null}}}");

    web.awaitReleased();
    assertThat(Pods.uid(web.pod(0))).isEqualTo(version);
  }

  @Test
  @DisplayName("Case 59: beyond the node; Recreate makes another pod, Fail fails the batch")
  void anInfeasibleResize() {
    LiveWorkload web =
        running(
            sized(inPlace(1).autoBatches("1"), "100m")
                .podAnnotation("fake.tkex/resize", "Infeasible"));
    String uid = Pods.uid(web.pod(0));
    web.editTemplate(t -> cpu(t, "200m")).awaitReleased();
    assertThat(Pods.uid(web.pod(0))).isNotEqualTo(uid);
  }

  @Test
  void anInfeasibleResizeFailsTheBatchWhereThatIsAskedFor() {
    LiveWorkload web =
        running(
            timeout(
                sized(
                        policy(
                            web(2).autoBatches("1", "1"),
                            PodUpdatePolicy.IN_PLACE_IF_POSSIBLE,
                            ResizeFallback.FAIL),
                        "100m")
                    .podAnnotation("fake.tkex/resize", "Infeasible"),
                SOON));
    PodHistory.Mark mark = web.history().mark();

    web.editTemplate(t -> cpu(t, "200m"));

    Story.of(web).awaitEvent(Reason.BATCH_FAILED, "1 being changed in place (1)");
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }

  /** As an autoscaler does it; only other resources of the template take that back. */
  @Test
  void aResizeBySomebodyElseIsNoDrift() {
    LiveWorkload web = running(sized(inPlace(1).autoBatches("1"), "100m"));
    web.client()
        .pods()
        .inNamespace(web.namespace())
        .withName(web.podName(0))
        .subresource("resize")
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"spec\":{\"containers\":[{\"name\":\"app\",\"resources\":"
                + "{\"requests\":{\"cpu\":\"500m\"}}}]}}");
    web.awaitPasses();
    assertThat(cpu(web)).containsExactly("500m");

    web.release("app:v2").awaitReleased();
    assertThat(cpu(web)).containsExactly("500m");

    web.editTemplate(t -> cpu(t, "200m")).awaitReleased();
    assertThat(cpu(web)).containsExactly("200m");
  }

  private static StatefulSetPlusBuilder sized(StatefulSetPlusBuilder manifest, String cpu) {
    return manifest.template(t -> cpu(t, cpu));
  }

  static PodTemplateSpecBuilder cpu(PodTemplateSpecBuilder template, String cpu) {
    return template
        .editSpec()
        .editFirstContainer()
        .withNewResources()
        .addToRequests("cpu", new Quantity(cpu))
        .endResources()
        .endContainer()
        .endSpec();
  }

  private static List<String> cpu(LiveWorkload web) {
    return web.pods().stream()
        .map(pod ->
            requireNonNull(
                    pod.getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getRequests()
                        .get("cpu"))
                .toString())
        .toList();
  }

  private static PodTemplateSpecBuilder withMode(PodTemplateSpecBuilder template) {
    return template
        .editSpec()
        .editFirstContainer()
        .withEnv(new EnvVar("MODE", "fast", null))
        .endContainer()
        .endSpec();
  }
}
