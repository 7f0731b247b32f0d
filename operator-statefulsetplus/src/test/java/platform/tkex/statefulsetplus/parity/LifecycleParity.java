package platform.tkex.statefulsetplus.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.Workloads;

/** The object itself: its collection and its status; cases 8 and 9. */
abstract class LifecycleParity extends ParityTest {

  LifecycleParity(WorkloadKind kind) {
    super(kind);
  }

  @Test
  void aCollectionIsDeletedByLabelWithItsPods() {
    // given
    List<Workload> doomed = List.of(workload("one"), workload("two"));
    for (Workload each : doomed) {
      each.create(labelled(each.name(), "doomed"));
    }
    Workload kept = workload("three");
    kept.create(labelled("three", "kept"));
    for (Workload each : List.of(doomed.get(0), doomed.get(1), kept)) {
      each.awaitAvailable(1);
    }

    // when
    new ApiRequests(client).delete(kind().path(namespace.name()) + "?labelSelector=group%3Ddoomed");

    // then
    for (Workload each : doomed) {
      Await.until(each.name() + " is gone", () -> !each.exists());
      Await.until("its pods are collected", () -> each.pods().isEmpty());
    }
    kept.awaitAvailable(1);
  }

  @Test
  void aPatchOfTheStatusIsSeenByWatchersAndLeavesTheSpecAlone() {
    // given
    Workload web = createAvailable(replicas(1));
    StatefulSet before = web.get();
    try (StatusHistory states = new StatusHistory(client, web)) {
      // when
      GenericKubernetesResource answer =
          new ApiRequests(client)
              .mergePatch(
                  kind().path(namespace.name()) + "/web/status",
                  """
                  {"spec": {"replicas": 7},
                   "status": {"conditions": [{"type": "StatusPatched", "status": "True",
                     "reason": "Test", "message": "by a test",
                     "lastTransitionTime": "2026-01-01T00:00:00Z"}]}}
                  """);

      // then
      StatefulSet answered =
          client.getKubernetesSerialization().convertValue(answer, StatefulSet.class);
      assertThat(answered.getStatus().getConditions())
          .extracting(c -> c.getType())
          .containsExactly("StatusPatched");
      StatefulSetSpec spec = answered.getSpec();
      assertThat(spec).isEqualTo(before.getSpec());
      assertThat(answered.getMetadata().getGeneration())
          .isEqualTo(before.getMetadata().getGeneration());
      states.await(
          "a watcher sees the condition",
          state ->
              state.getStatus().getConditions().stream()
                  .anyMatch(c -> c.getType().equals("StatusPatched")));
      web.awaitAvailable(1);
    }
  }

  @Test
  void aWorkloadOfNoReplicasIsObserved() {
    // when
    Workload web = create(replicas(0));

    // then
    web.awaitAvailable(0);
    web.awaitTwoPasses();
    assertThat(web.status().getUpdateRevision()).startsWith("web-");
    assertThat(web.status().getCurrentRevision()).isEqualTo(web.status().getUpdateRevision());
    assertThat(web.revisions()).hasSize(1);
  }

  /** Reads the status as {@code kubectl rollout status} does. */
  @Test
  void aRolloutIsDoneForKubectlOnlyWhenAllPodsAreUpdated() {
    // given
    Workload web = createAvailable(replicas(3));
    try (StatusHistory states = new StatusHistory(client, web)) {
      // when
      web.setImage("app:v2");
      long generation = web.get().getMetadata().getGeneration();
      web.awaitUpdated(3);

      // then
      StatefulSet done =
          states.awaitFirst("kubectl is satisfied", set -> rolledOut(set, generation));
      assertThat(done.getStatus().getUpdatedReplicas()).isEqualTo(3);
      assertThat(done.getStatus().getReadyReplicas()).isEqualTo(3);
    }
  }

  private static boolean rolledOut(StatefulSet set, long generation) {
    StatefulSetStatus status = set.getStatus();
    return status != null
        && status.getObservedGeneration() != null
        && status.getObservedGeneration() >= generation
        && Workload.orZero(status.getReadyReplicas()) >= set.getSpec().getReplicas()
        && status.getUpdateRevision().equals(status.getCurrentRevision());
  }

  /** A pod that a finalizer holds keeps the object of a foreground deletion for as long. */
  @Test
  void noPodComesWhileTheObjectIsBeingDeleted() {
    // given
    Workload web = createAvailable(replicas(2));
    web.patchPod(1, "{\"metadata\":{\"finalizers\":[\"example.com/hold\"]}}");
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.delete(DeletionPropagation.FOREGROUND);
      Await.until("the other pod is gone", () -> web.podOrNull(0) == null);
      web.edit(set -> set.editMetadata().addToLabels("seen", "no").endMetadata());
      assertThat(web.exists()).isTrue();
      web.patchPod(1, "{\"metadata\":{\"finalizers\":null}}");
      Await.until("the object is gone", () -> !web.exists());

      // then
      assertThatHistory(history.since(mark)).createdInOrder();
    }
  }

  /** For our kind it is an annotation of a release; without one it asks nothing. */
  @Test
  void podsOfAWorkloadThatIsPausedFromTheStartGetReady() {
    // when
    Workload web =
        create(set ->
            set.editMetadata()
                .addToAnnotations("platform.tkex/pause-auto-batchDeploy", "true")
                .endMetadata());

    // then
    web.awaitAvailable(3);

    // when
    Pod lost = web.pod(1);
    web.deletePod(1);

    // then
    web.awaitReplaced(lost);
  }

  private static StatefulSet labelled(String name, String group) {
    return Workloads.statefulSet(name)
        .editMetadata()
        .addToLabels("group", group)
        .endMetadata()
        .editSpec()
        .withReplicas(1)
        .endSpec()
        .build();
  }
}
