package platform.tkex.statefulsetplus.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.util.List;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Faults;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.Pods;

/** How a new template reaches the pods; cases 19-23. */
abstract class RollingUpdateParity extends ParityTest {

  RollingUpdateParity(WorkloadKind kind) {
    super(kind);
  }

  @Test
  void podsAreUpdatedInReverseOrderAndTheOldRevisionIsReusedOnReturn() {
    // given
    Workload web = createAvailable(replicas(3));
    String first = web.status().getUpdateRevision();
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.setImage("app:v2");
      web.awaitUpdated(3);

      // then
      String second = web.status().getUpdateRevision();
      assertThat(second).isNotEqualTo(first);
      assertThatPods(web.pods()).haveImages("app:v2", "app:v2", "app:v2").areAllOnRevision(second);
      assertThatHistory(history.since(mark))
          .deletedInOrder(2, 1, 0)
          .createdInOrder(2, 1, 0)
          .hadAtMostUnavailable(1, 3)
          .neverTwoPodsOfOneOrdinal();

      // when
      mark = history.mark();
      web.setImage("app:v1");
      web.awaitUpdated(3);

      // then
      assertThat(web.status().getUpdateRevision()).isEqualTo(first);
      assertThatPods(web.pods()).haveImages("app:v1", "app:v1", "app:v1").areAllOnRevision(first);
      assertThatHistory(history.since(mark)).deletedInOrder(2, 1, 0);
      assertThat(web.revisions())
          .extracting(r -> r.getMetadata().getName())
          .containsExactly(second, first);
      assertThat(web.revisions())
          .extracting(ControllerRevision::getRevision)
          .containsExactly(2L, 3L);
    }
  }

  @Test
  void aPartitionAboveAllOrdinalsHoldsEveryPod() {
    // given
    Workload web = createAvailable(replicas(3));
    web.setPartition(3);
    String before = web.status().getUpdateRevision();
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.setImage("app:v2");
      awaitNewRevision(web, before);
      web.awaitTwoPasses();

      // then
      assertThatHistory(history.since(mark)).nobodyCameOrWent();
      StatefulSetStatus status = web.status();
      assertThat(status.getCurrentRevision()).isEqualTo(before);
      assertThat(status.getUpdateRevision()).isNotEqualTo(before);
      assertThat(status.getCurrentReplicas()).isEqualTo(3);
      assertThat(Workload.orZero(status.getUpdatedReplicas())).isZero();
    }
  }

  @Test
  void lostPodsReturnAtTheRevisionOfTheirSideOfThePartition() {
    // given
    Workload web = createAvailable(replicas(3));
    web.setPartition(2);
    String old = web.status().getUpdateRevision();

    // when
    web.setImage("app:v2");
    awaitUpdatedReplicas(web, 1);

    // then
    assertThatPods(web.pods()).haveImages("app:v1", "app:v1", "app:v2");
    List<Pod> before = web.pods();

    // when
    web.deletePod(0);
    web.deletePod(2);
    web.awaitReplaced(before.getFirst());
    web.awaitReplaced(before.getLast());
    web.awaitAvailable(3);

    // then
    assertThatPods(web.pods())
        .haveImages("app:v1", "app:v1", "app:v2")
        .haveRevisions(old, old, web.status().getUpdateRevision());
    assertThat(Pods.uid(web.pod(1))).isEqualTo(Pods.uid(before.get(1)));
  }

  @Test
  void scaleOutAtAPartitionMakesPodsOfTheNewRevision() {
    // given
    Workload web = createAvailable(replicas(2));
    web.setPartition(1);
    web.setImage("app:v2");
    awaitUpdatedReplicas(web, 1);

    // when
    web.scale(4);
    web.awaitAvailable(4);

    // then
    assertThatPods(web.pods()).haveImages("app:v1", "app:v2", "app:v2", "app:v2");
    assertThat(web.status().getCurrentRevision()).isNotEqualTo(web.status().getUpdateRevision());
  }

  @Test
  void eachStepOfThePartitionUpdatesOneMorePod() {
    // given
    Workload web = createAvailable(replicas(3));
    web.setPartition(3);
    String first = web.status().getUpdateRevision();
    web.setImage("app:v2");
    awaitNewRevision(web, first);
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();
      for (int partition = 2; partition >= 0; partition--) {
        // when
        web.setPartition(partition);
        awaitUpdatedReplicas(web, 3 - partition);
        web.awaitTwoPasses();

        // then
        assertThatHistory(history.since(mark)).deletedInOrder(partition).createdInOrder(partition);
        mark = history.mark();
      }
      web.awaitUpdated(3);
      assertThat(web.status().getCurrentRevision()).isNotEqualTo(first);
      assertThat(web.status().getCurrentReplicas()).isEqualTo(3);
    }
  }

  @Test
  void onDeleteUpdatesAPodOnlyWhenSomebodyDeletesIt() {
    // given
    Workload web =
        createAvailable(set ->
            set.editSpec()
                .withNewUpdateStrategy()
                .withType("OnDelete")
                .endUpdateStrategy()
                .endSpec());
    String old = web.status().getUpdateRevision();
    List<Pod> before = web.pods();
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.setImage("app:v2");
      awaitNewRevision(web, old);
      web.awaitTwoPasses();

      // then
      assertThatHistory(history.since(mark)).nobodyCameOrWent();

      // when
      web.deletePod(1);
      web.awaitReplaced(before.get(1));
      web.awaitAvailable(3);

      // then
      assertThatPods(web.pods()).haveImages("app:v1", "app:v2", "app:v1");

      // when
      web.scale(4);
      web.awaitAvailable(4);

      // then
      assertThatPods(web.pods()).haveImages("app:v1", "app:v2", "app:v1", "app:v2");
      assertThatHistory(history.since(mark)).deletedInOrder(1).createdInOrder(1, 3);

      // when
      web.deletePod(0);
      web.deletePod(2);

      // then
      web.awaitReplaced(before.get(0));
      web.awaitReplaced(before.get(2));
      web.awaitUpdated(4);
    }
  }

  @Test
  void aBrokenReleaseStopsAtItsFirstPod() {
    // given
    Workload web = createAvailable(replicas(3));
    List<Pod> before = web.pods();
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.setImage(Faults.NEVER_READY_IMAGE);
      Await.until(
          "pod 2 runs the broken image",
          () -> {
            Pod pod = web.podOrNull(2);
            return pod != null
                && Pods.image(pod).equals(Faults.NEVER_READY_IMAGE)
                && Workload.orZero(web.status().getUpdatedReplicas()) == 1
                && Workload.orZero(web.status().getReadyReplicas()) == 2;
          });
      web.awaitTwoPasses();

      // then
      assertThatHistory(history.since(mark)).deletedInOrder(2).createdInOrder(2);
      assertThat(Pods.uid(web.pod(0))).isEqualTo(Pods.uid(before.get(0)));
      assertThat(Pods.uid(web.pod(1))).isEqualTo(Pods.uid(before.get(1)));
    }
  }

  @Test
  void aChangeOfTheWorkloadsOwnMetadataOrPolicyMovesNoPod() {
    // given
    Workload web = createAvailable(replicas(2));
    String revision = web.status().getUpdateRevision();
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.edit(set ->
          set.editMetadata()
              .addToLabels("team", "a")
              .addToAnnotations("example.com/note", "new")
              .endMetadata()
              .editSpec()
              .withMinReadySeconds(1)
              .endSpec());
      web.setPartition(1);
      web.awaitTwoPasses();

      // then
      assertThatHistory(history.since(mark)).nobodyCameOrWent();
      assertThat(web.status().getUpdateRevision()).isEqualTo(revision);
      assertThat(web.revisions()).hasSize(1);
    }
  }

  private static void awaitNewRevision(Workload web, String old) {
    Await.until("the new revision is seen", () -> !old.equals(web.status().getUpdateRevision()));
  }

  private static void awaitUpdatedReplicas(Workload web, int updated) {
    Await.until(
        updated + " pods are updated",
        () -> Workload.orZero(web.status().getUpdatedReplicas()) == updated);
    web.awaitAvailable(web.get().getSpec().getReplicas());
  }
}
