package platform.tkex.statefulsetplus.inplace;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.PodUpdatePolicy;
import platform.tkex.crds.statefulsetplus.UpdateStrategy;
import platform.tkex.statefulsetplus.batches.BatchTest;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.DevCluster;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.Pods;
import platform.tkex.testkit.StatefulSetPlusBuilder;

/** Pods that live on, with containers that really run: what a kubelet does and reports. */
@Tag("real-node")
class InPlaceE2E extends BatchTest {
  private static final String V1 = "local/business:v1";
  private static final String V2 = "local/business:v2";

  /** Another name of the image of {@link #V1}. */
  private static final String STABLE = "local/business:stable";

  @BeforeAll
  static void loadImages(@TempDir Path folder) {
    DevCluster.loadBusiness(V1, "VERSION=v1", folder);
    DevCluster.loadBusiness(STABLE, "VERSION=v1", folder);
    DevCluster.loadBusiness(V2, "VERSION=v2", folder);
  }

  private static StatefulSetPlusBuilder real(int replicas) {
    return web(replicas)
        .autoBatches("1", "100%")
        .spec(spec -> {
          UpdateStrategy strategy = new UpdateStrategy();
          strategy.setPodUpdatePolicy(PodUpdatePolicy.IN_PLACE_ONLY);
          spec.setUpdateStrategy(strategy);
        })
        .template(t ->
            InPlaceIT.cpu(t, "50m")
                .editSpec()
                .withNodeSelector(Map.of("type", "real"))
                .withTerminationGracePeriodSeconds(2L)
                .editFirstContainer()
                .withImage(V1)
                .withImagePullPolicy("Never")
                .addNewEnv()
                .withName("MODE")
                .withNewValueFrom()
                .withNewFieldRef()
                .withFieldPath("metadata.annotations['mode']")
                .endFieldRef()
                .endValueFrom()
                .endEnv()
                .withNewReadinessProbe()
                .withNewHttpGet()
                .withPath("/readyz")
                .withNewPort(8080)
                .endHttpGet()
                .withPeriodSeconds(1)
                .endReadinessProbe()
                .endContainer()
                .endSpec());
  }

  private static List<ContainerStatus> containers(LiveWorkload web) {
    return web.pods().stream()
        .map(pod -> pod.getStatus().getContainerStatuses().getFirst())
        .toList();
  }

  @Test
  @DisplayName("Cases 48, 50, 58: images, an environment and resources, and back")
  void everythingThatCanChange() {
    LiveWorkload web = running(real(2).podAnnotation("mode", "slow"));
    List<Pod> before = web.pods();
    PodHistory.Mark mark = web.history().mark();

    web.release(V2).awaitReleased();
    assertThat(containers(web)).extracting(ContainerStatus::getRestartCount).containsExactly(1, 1);

    web.editTemplate(t -> t.editMetadata().addToAnnotations("mode", "fast").endMetadata())
        .awaitReleased();
    assertThat(containers(web)).extracting(ContainerStatus::getRestartCount).containsExactly(2, 2);

    web.editTemplate(t -> InPlaceIT.cpu(t, "60m")).awaitReleased();
    assertThat(containers(web)).extracting(ContainerStatus::getRestartCount).containsExactly(2, 2);
    assertThat(containers(web))
        .allSatisfy(container ->
            assertThat(container.getResources().getRequests())
                .containsEntry("cpu", new Quantity("60m")));

    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    assertThatPods(web.pods()).areTheSamePodsAs(before);
    assertThat(web.pods())
        .extracting(pod -> pod.getStatus().getPodIP())
        .containsExactlyElementsOf(before.stream().map(p -> p.getStatus().getPodIP()).toList());
  }

  @Test
  @DisplayName("Case 49: two tags of one image")
  void anotherNameOfTheSameImage() {
    LiveWorkload web = running(real(1));
    PodHistory.Mark mark = web.history().mark();

    web.release(STABLE).awaitReleased();
    web.release(V1).awaitReleased();

    assertThat(containers(web)).extracting(ContainerStatus::getRestartCount).containsExactly(2);
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }

  @Test
  void itHasLeftItsServicesWhenItsContainerIsRestarted() {
    LiveWorkload web =
        running(real(1).spec(spec -> GracePeriodIT.grace(spec, PodUpdatePolicy.IN_PLACE_ONLY, 4)));
    web.client().resource(service(web)).create();
    Await.until("its Service leads to it", () -> isServed(web));
    PodHistory.Mark mark = web.history().mark();

    web.release(V2);
    Await.until("its Service does not lead to it", () -> !isServed(web));
    assertThat(Pods.image(web.pod(0))).isEqualTo(V1);
    assertThat(containers(web)).extracting(ContainerStatus::getRestartCount).containsExactly(0);

    web.awaitReleased();
    Await.until("its Service leads to it again", () -> isServed(web));
    assertThat(containers(web)).extracting(ContainerStatus::getRestartCount).containsExactly(1);
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }

  private static Service service(LiveWorkload web) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withNamespace(web.namespace())
        .withName(web.name())
        .endMetadata()
        .withNewSpec()
        .addToSelector("app", web.name())
        .addNewPort()
        .withPort(8080)
        .endPort()
        .endSpec()
        .build();
  }

  private static boolean isServed(LiveWorkload web) {
    return web
        .client()
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(web.namespace())
        .withLabel("kubernetes.io/service-name", web.name())
        .list()
        .getItems()
        .stream()
        .flatMap(slice -> slice.getEndpoints().stream())
        .anyMatch(endpoint -> Boolean.TRUE.equals(endpoint.getConditions().getReady()));
  }

  @Test
  void anImageThatCannotBeHadReturnsByItselfAndIsRepairedByTheNextOne() {
    LiveWorkload web = running(timeout(real(2), SOON));
    PodHistory.Mark mark = web.history().mark();

    web.release("local/business:none").awaitGeneral(GeneralStatus.ROLLED_BACK);
    web.await(w -> w.hasReadyReplicas(2));
    web.release(V2).awaitReleased();

    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }
}
