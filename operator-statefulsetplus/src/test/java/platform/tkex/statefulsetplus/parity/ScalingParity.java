package platform.tkex.statefulsetplus.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Faults;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.Pods;

/** How many pods there are and in which order they come and go; cases 3-7 and 10. */
abstract class ScalingParity extends ParityTest {

  ScalingParity(WorkloadKind kind) {
    super(kind);
  }

  @Test
  void orderedScaleOutWaitsForEachPodToGetReady() {
    // given
    Workload web = create(set -> podAnnotation(set, Faults.UNREADY, "true"));
    try (PodHistory history = web.history()) {
      for (int ordinal = 0; ordinal < 3; ordinal++) {
        // when
        awaitRunning(web, ordinal);
        web.awaitTwoPasses();

        // then
        assertThatPods(web.pods())
            .haveOrdinals(IntStream.rangeClosed(0, ordinal).boxed().toArray(Integer[]::new));
        Faults.makeReady(client, web.pod(ordinal));
      }
      web.awaitAvailable(3);
      assertThatHistory(history.timeline()).createdInOrder(0, 1, 2);
    }
  }

  @Test
  void orderedScaleInHaltsWhileAPodIsUnhealthyThenGoesInReverse() {
    // given
    Workload web = createAvailable(replicas(3));
    Faults.makeUnready(client, web.pod(0));
    awaitReady(web, 2);
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.scale(1);
      web.awaitTwoPasses();

      // then
      assertThatHistory(history.since(mark)).nobodyCameOrWent();

      // when
      Faults.makeReady(client, web.pod(0));
      web.awaitAvailable(1);

      // then
      assertThatPods(web.pods()).haveOrdinals(0);
      assertThatHistory(history.since(mark)).deletedInOrder(2, 1).deletedOneAtATime();
    }
  }

  @Test
  void aLostPodComesBackAlthoughAnotherOneIsUnhealthy() {
    // given
    Workload web = createAvailable(replicas(2));
    Faults.makeUnready(client, web.pod(1));
    awaitReady(web, 1);
    List<Pod> before = web.pods();

    // when
    web.deletePod(0);

    // then
    web.awaitReplaced(before.getFirst());
    assertThat(Pods.uid(web.pod(1))).isEqualTo(Pods.uid(before.getLast()));
  }

  @Test
  void parallelScalingDoesNotWaitForReadiness() {
    // given
    Workload web = create(set -> podAnnotation(parallel(1).apply(set), Faults.UNREADY, "true"));
    awaitRunning(web, 0);

    // when
    web.scale(3);

    // then
    awaitRunning(web, 2);
    assertThatPods(web.pods()).haveOrdinals(0, 1, 2);
    assertThat(Workload.orZero(web.status().getReadyReplicas())).isZero();

    // when
    web.scale(0);

    // then
    web.awaitAvailable(0);
  }

  @Test
  void failedPodsAreRecreatedUntilTheyCanRun() {
    // given
    Workload web = create(set -> podAnnotation(replicas(2).apply(set), Faults.PHASE, "Failed"));
    try (PodHistory history = web.history()) {
      Await.until(
          "the pod was tried again",
          () -> history.timeline().creationsPerOrdinal().getOrDefault(0, 0) >= 2);

      // when
      web.edit(set ->
          set.editSpec()
              .editTemplate()
              .editMetadata()
              .removeFromAnnotations(Faults.PHASE)
              .endMetadata()
              .endTemplate()
              .endSpec());

      // then
      web.awaitUpdated(2);
      assertThatHistory(history.timeline()).neverTwoPodsOfOneOrdinal();
    }
  }

  @Test
  void aRunningPodThatEndsIsRecreated() {
    // given
    Workload web = createAvailable(replicas(2));
    List<Pod> before = web.pods();

    for (String phase : List.of("Failed", "Succeeded")) {
      // when
      Pod ended = web.pod(1);
      Faults.end(client, ended, phase);

      // then
      web.awaitReplaced(ended);
    }
    assertThat(Pods.uid(web.pod(0))).isEqualTo(Pods.uid(before.getFirst()));
  }

  @Test
  void theScaleSubresourceIsReadReplacedAndPatched() {
    // given
    Workload web = createAvailable(replicas(1));
    ScaleEndpoint endpoint = new ScaleEndpoint(client, web);

    // when
    GenericKubernetesResource scale = endpoint.get();

    // then
    assertThat(Objects.<Object>requireNonNull(scale.get("spec", "replicas"))).isEqualTo(1);
    assertThat(Objects.<Object>requireNonNull(scale.get("status", "replicas"))).isEqualTo(1);
    assertThat(Objects.<Object>requireNonNull(scale.get("status", "selector")))
        .isEqualTo("app=web");

    // when
    scale.setAdditionalProperty("spec", Map.of("replicas", 2));
    endpoint.put(scale);

    // then
    assertThat(web.get().getSpec().getReplicas()).isEqualTo(2);
    web.awaitAvailable(2);

    // when
    endpoint.patch(4);

    // then
    assertThat(web.get().getSpec().getReplicas()).isEqualTo(4);
    web.awaitAvailable(4);
  }

  @Test
  void ordinalsMoveWithTheirStart() {
    // given
    Workload web = createAvailable(replicas(3));
    String uidOfTwo = Pods.uid(web.pod(2));

    // when
    setStart(web, 2);

    // then
    awaitOrdinals(web, 2, 3, 4);
    assertThat(Pods.uid(web.pod(2))).isEqualTo(uidOfTwo);
    assertThat(web.pod(4).getMetadata().getLabels())
        .containsEntry("apps.kubernetes.io/pod-index", "4");

    // when
    setStart(web, 10);

    // then
    awaitOrdinals(web, 10, 11, 12);

    // when
    setStart(web, 9);

    // then
    awaitOrdinals(web, 9, 10, 11);

    // when
    web.edit(set -> set.editSpec().withOrdinals(null).endSpec());

    // then
    awaitOrdinals(web, 0, 1, 2);
  }

  @Test
  void aLostPodOfAStartedRangeReturnsWithItsOrdinal() {
    // given
    Workload web =
        createAvailable(set -> set.editSpec().withReplicas(2).withNewOrdinals(10).endSpec());
    Pod lost = web.pod(10);

    // when
    web.deletePod(10);
    web.awaitReplaced(lost);

    // then
    awaitOrdinals(web, 10, 11);
  }

  private static void setStart(Workload web, int start) {
    web.edit(set -> set.editSpec().withNewOrdinals(start).endSpec());
  }

  private static void awaitOrdinals(Workload web, Integer... ordinals) {
    Await.untilAsserted(
        "the ordinals are " + List.of(ordinals),
        () -> assertThatPods(web.pods()).haveOrdinals(ordinals).areAllReady());
    web.awaitAvailable(ordinals.length);
  }

  private static void awaitReady(Workload web, int ready) {
    Await.until(
        ready + " pods are counted as ready",
        () -> Workload.orZero(web.status().getReadyReplicas()) == ready);
  }

  /** The pod runs, and the controller has counted it. */
  private static void awaitRunning(Workload web, int ordinal) {
    Await.until(
        "pod " + ordinal + " runs",
        () -> {
          Pod pod = web.podOrNull(ordinal);
          return pod != null
              && pod.getStatus().getPhase().equals("Running")
              && Workload.orZero(web.status().getReplicas()) > ordinal;
        });
  }
}
