package platform.tkex.statefulsetplus.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
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
    removeOwners(web.pod(0));

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
    patch(web.pod(1), "{\"metadata\":{\"labels\":{\"app\":\"other\"}}}");

    // then
    Await.until(
        "the pod is released", () -> web.pod(1).getMetadata().getOwnerReferences().isEmpty());

    // when
    patch(web.pod(1), "{\"metadata\":{\"labels\":{\"app\":\"web\"}}}");

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
      web.delete(DeletionPropagation.ORPHAN);
      Await.until("the object is gone", () -> !web.exists());

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
    stranger.getMetadata().setOwnerReferences(List.of(strangersReference()));
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

  /** A real owner, since the garbage collector removes what belongs to none. */
  private OwnerReference strangersReference() {
    ConfigMap owner =
        client
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace.name())
                    .withName("stranger")
                    .endMetadata()
                    .build())
            .create();
    return new OwnerReference(
        "v1", false, true, "ConfigMap", "stranger", owner.getMetadata().getUid());
  }

  private void awaitOwned(Workload workload, int ordinal) {
    String uid = workload.uid();
    Await.until(
        workload.podName(ordinal) + " is owned",
        () -> {
          List<OwnerReference> owners = workload.pod(ordinal).getMetadata().getOwnerReferences();
          return owners.size() == 1
              && owners.getFirst().getUid().equals(uid)
              && Boolean.TRUE.equals(owners.getFirst().getController());
        });
  }

  private void removeOwners(Pod pod) {
    patch(pod, "{\"metadata\":{\"ownerReferences\":null}}");
  }

  private void patch(Pod pod, String json) {
    client
        .pods()
        .inNamespace(namespace.name())
        .withName(pod.getMetadata().getName())
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }
}
