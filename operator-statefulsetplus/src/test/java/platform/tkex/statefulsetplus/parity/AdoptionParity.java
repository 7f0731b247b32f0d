package platform.tkex.statefulsetplus.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.PodHistory;

/** Whose a pod is: taking orphans in, letting others go; case 2. */
abstract class AdoptionParity extends ParityTest {

  AdoptionParity(WorkloadKind kind) {
    super(kind);
  }

  @Test
  void aPodThatLostItsOwnerIsAdopted() {
    // given
    Workload web = createAvailable(replicas(2));
    List<Pod> before = web.pods();

    // when
    web.patchPod(0, Owners.patch(client));

    // then
    awaitOwned(web, 0);
    assertThatPods(web.pods()).areTheSamePodsAs(before).wereNeverRestarted();
  }

  @Test
  void aPodWhoseLabelsLeaveTheSelectorIsReleasedAndAdoptedWhenTheyComeBack() {
    // given
    Workload web = createAvailable(replicas(2));
    List<Pod> before = web.pods();

    // when
    web.patchPod(1, "{\"metadata\":{\"labels\":{\"app\":\"other\"}}}");

    // then
    Await.until(
        "the pod is released", () -> web.pod(1).getMetadata().getOwnerReferences().isEmpty());

    // when
    web.patchPod(1, "{\"metadata\":{\"labels\":{\"app\":\"web\"}}}");

    // then
    awaitOwned(web, 1);
    web.awaitAvailable(2);
    assertThatPods(web.pods()).areTheSamePodsAs(before).wereNeverRestarted();
  }

  @Test
  void orphanedPodsAndRevisionsAreTakenOverByANewObjectWithoutARestart() {
    // given
    Workload web = createAvailable(replicas(3));
    String oldUid = web.uid();
    String revision = web.status().getUpdateRevision();
    List<Pod> before = web.pods();
    try (PodHistory history = web.history()) {
      // when
      web.deleteAndAwait(DeletionPropagation.ORPHAN);

      // then
      assertThat(web.pods()).allMatch(pod -> pod.getMetadata().getOwnerReferences().isEmpty());

      // when
      createAvailable(replicas(3));
      for (int ordinal = 0; ordinal < 3; ordinal++) {
        awaitOwned(web, ordinal);
      }

      // then
      assertThat(web.uid()).isNotEqualTo(oldUid);
      assertThat(web.status().getUpdateRevision()).isEqualTo(revision);
      assertThat(web.revisions())
          .extracting(r -> r.getMetadata().getName())
          .containsExactly(revision);
      assertThat(web.revisions()).extracting(ControllerRevision::getRevision).containsExactly(1L);
      assertThatPods(web.pods()).areTheSamePodsAs(before).wereNeverRestarted();
      web.awaitTwoPasses();
      assertThatHistory(history.timeline()).deletedInOrder();
    }
  }

  @Test
  void deletionWithoutOrphansRemovesPodsAndRevisions() {
    // given
    Workload web = createAvailable(replicas(2));

    // when
    web.delete(DeletionPropagation.FOREGROUND);

    // then
    Await.until("the object is gone", () -> !web.exists());
    assertThat(web.pods()).isEmpty();
    Await.until(
        "revisions are gone",
        () ->
            client
                .apps()
                .controllerRevisions()
                .inNamespace(namespace.name())
                .list()
                .getItems()
                .isEmpty());
  }

  @Test
  void aPodOfAnotherOwnerIsLeftAlone() {
    // given
    Workload web = createAvailable(UnaryOperator.identity());
    Pod stranger = web.pod(2);
    web.scale(2);
    web.awaitAvailable(2);
    stranger
        .getMetadata()
        .setOwnerReferences(List.of(Owners.stranger(client, namespace.name(), true)));
    stranger.getMetadata().setResourceVersion(null);
    stranger.getMetadata().setUid(null);
    stranger.setStatus(null);
    String uid = client.resource(stranger).create().getMetadata().getUid();

    // when
    web.awaitTwoPasses();

    // then
    assertThat(web.pod(2).getMetadata().getUid()).isEqualTo(uid);
    assertThat(web.pod(2).getMetadata().getDeletionTimestamp()).isNull();
    assertThat(web.status().getReplicas()).isEqualTo(2);
  }

  @Test
  void otherOwnersOfAPodStayWhenItIsAdoptedAndReleased() {
    // given
    Workload web = createAvailable(replicas(1));
    OwnerReference stranger = Owners.stranger(client, namespace.name(), false);

    // when
    web.patchPod(0, Owners.patch(client, stranger));

    // then
    Await.until(
        "the pod is adopted",
        () -> Set.copyOf(Owners.uids(web.pod(0))).equals(Set.of(stranger.getUid(), web.uid())));

    // when
    web.patchPod(0, "{\"metadata\":{\"labels\":{\"app\":\"other\"}}}");

    // then
    Await.until(
        "the pod is released",
        () -> web.pod(0).getMetadata().getOwnerReferences().equals(List.of(stranger)));
  }

  @Test
  void anOrphanWhoseNameDoesNotFitIsLeftAlone() {
    // given
    Workload web = createAvailable(replicas(1));
    for (String name : List.of("web-x", "webs-0", "other-0")) {
      orphan(web.pod(0), name);
    }
    // the next one to be adopted shows that those before were looked at
    web.patchPod(0, Owners.patch(client));

    // when
    awaitOwned(web, 0);
    web.awaitTwoPasses();

    // then
    for (String name : List.of("web-x", "webs-0", "other-0")) {
      Pod pod = client.pods().inNamespace(namespace.name()).withName(name).get();
      assertThat(pod.getMetadata().getOwnerReferences()).isEmpty();
      assertThat(pod.getMetadata().getDeletionTimestamp()).isNull();
    }
    assertThat(web.status().getReplicas()).isEqualTo(1);
  }

  @Test
  void aReleasedPodIsReplacedOnceItIsOutOfTheWay() {
    // given
    Workload web = createAvailable(replicas(2));
    web.patchPod(1, "{\"metadata\":{\"labels\":{\"app\":\"other\"}}}");
    Await.until(
        "the pod is released", () -> web.pod(1).getMetadata().getOwnerReferences().isEmpty());
    Await.until("the pod is not counted", () -> Workload.orZero(web.status().getReplicas()) == 1);

    // when
    web.deletePod(1);

    // then
    awaitOwned(web, 1);
    web.awaitAvailable(2);
  }

  @Test
  void aNewObjectOfTheSameNameWaitsForThePodsOfTheOldOneToGo() {
    // given
    Workload web = createAvailable(replicas(2));
    List<Pod> before = web.pods();
    try (PodHistory history = web.history()) {
      // when
      web.delete(DeletionPropagation.BACKGROUND);
      create(replicas(2));

      // then
      Await.until(
          "all pods are of the new object",
          () ->
              web.pods().size() == 2
                  && web.pods().stream()
                      .allMatch(pod -> Owners.uids(pod).equals(List.of(web.uid()))));
      web.awaitAvailable(2);
      assertThatPods(web.pods()).shareNoPodWith(before);
      assertThatHistory(history.timeline()).neverTwoPodsOfOneOrdinal();
      assertThat(web.revisions()).hasSize(1);
    }
  }

  private void orphan(Pod like, String name) {
    client
        .resource(
            new PodBuilder(like)
                .editMetadata()
                .withName(name)
                .withUid(null)
                .withResourceVersion(null)
                .withOwnerReferences(List.of())
                .endMetadata()
                .withStatus(null)
                .build())
        .create();
  }

  private static void awaitOwned(Workload workload, int ordinal) {
    String uid = workload.uid();
    Await.until(
        workload.podName(ordinal) + " is owned",
        () -> {
          Pod pod = workload.podOrNull(ordinal);
          return pod != null
              && Owners.uids(pod).equals(List.of(uid))
              && Boolean.TRUE.equals(
                  pod.getMetadata().getOwnerReferences().getFirst().getController());
        });
  }
}
