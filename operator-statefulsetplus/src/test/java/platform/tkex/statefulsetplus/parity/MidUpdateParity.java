package platform.tkex.statefulsetplus.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Faults;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.Pods;

/** What else happens while an update is under way. */
abstract class MidUpdateParity extends ParityTest {

  MidUpdateParity(WorkloadKind kind) {
    super(kind);
  }

  @Test
  void raisingThePartitionTurnsNoPodBackButALostOneReturnsAtTheOldRevision() {
    // given
    Workload web = updatedDownTo(1);
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.setPartition(3);
      web.awaitTwoPasses();

      // then
      assertThatHistory(history.since(mark)).nobodyCameOrWent();

      // when
      Pod lost = web.pod(2);
      web.deletePod(2);
      web.awaitReplaced(lost);

      // then
      assertThatPods(web.pods()).haveImages("app:v1", "app:v2", "app:v1");
    }
  }

  @Test
  void aTemplateThatIsTakenBackReturnsTheUpdatedPodsOnly() {
    // given
    Workload web = updatedDownTo(1);
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.setImage("app:v1");
      web.awaitUpdated(3);

      // then
      assertThatHistory(history.since(mark)).deletedInOrder(2, 1);
      assertThatPods(web.pods()).haveImages("app:v1", "app:v1", "app:v1");
      assertThat(web.revisions()).hasSize(2);
    }
  }

  @Test
  void aThirdTemplateTakesOver() {
    // given
    Workload web = updatedDownTo(2);
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.setImage("app:v3");
      web.setPartition(0);
      web.awaitUpdated(3);

      // then
      assertThatHistory(history.since(mark)).deletedInOrder(2, 1, 0).hadAtMostUnavailable(1, 3);
      assertThatPods(web.pods()).haveImages("app:v3", "app:v3", "app:v3");
      assertThat(web.revisions()).hasSize(3);
    }
  }

  @Test
  void aPartitionCountsFromTheFirstOrdinal() {
    // given
    Workload web =
        createAvailable(set -> set.editSpec().withNewOrdinals(10).withReplicas(3).endSpec());
    web.setPartition(2);

    // when
    web.setImage("app:v2");
    awaitUpdatedReplicas(web, 1);
    web.awaitTwoPasses();

    // then
    assertThatPods(web.pods()).haveOrdinals(10, 11, 12).haveImages("app:v1", "app:v1", "app:v2");
  }

  @Test
  void onlyPodsAboveThePartitionAreTakenHoweverManyMayBeDown() {
    // given
    Workload web =
        createAvailable(set ->
            parallel(5)
                .apply(set)
                .editSpec()
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withPartition(2)
                .withMaxUnavailable(new IntOrString("100%"))
                .endRollingUpdate()
                .endUpdateStrategy()
                .endSpec());
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.setImage("app:v2");
      awaitUpdatedReplicas(web, 3);
      web.awaitTwoPasses();

      // then
      assertThatHistory(history.since(mark)).createdOnceEach(2, 3, 4);
      assertThatPods(web.pods()).haveImages("app:v1", "app:v1", "app:v2", "app:v2", "app:v2");
    }
  }

  @Test
  void scaleInComesBeforeTheUpdate() {
    // given
    Workload web = createAvailable(replicas(3));
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      scaleAndUpdate(web, 1);

      // then
      assertThatHistory(history.since(mark)).deletedInOrder(2, 1, 0).createdInOrder(0);
    }
  }

  @Test
  void scaleOutComesBeforeTheUpdateAndIsNewAtOnce() {
    // given
    Workload web = createAvailable(replicas(1));
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      scaleAndUpdate(web, 3);

      // then
      assertThatHistory(history.since(mark)).deletedInOrder(0).createdInOrder(1, 2, 0);
    }
  }

  /** A manifest without a strategy gets a partition by default, 0, and no pod is below it. */
  @Test
  void aLostPodReturnsNewWhenTheUpdateHasItsDefaults() {
    // given
    Workload web = createAvailable(replicas(3));
    Pod lost = stuckAfterOnePod(web).getFirst();

    // when
    web.deletePod(0);

    // then
    awaitOther(web, lost);
    assertThat(Pods.image(web.pod(0))).isEqualTo(Faults.NEVER_READY_IMAGE);
  }

  /** A manifest that only says {@code type: RollingUpdate} has none. */
  @Test
  void aLostPodReturnsOldWhenTheUpdateHasNoParameters() {
    // given
    Workload web =
        createAvailable(set ->
            set.editSpec()
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .endUpdateStrategy()
                .endSpec());
    Pod lost = stuckAfterOnePod(web).getFirst();

    // when
    web.deletePod(0);

    // then
    awaitOther(web, lost);
    assertThat(Pods.image(web.pod(0))).isEqualTo("app:v1");
  }

  /** Three pods, v2 out from the top down to this ordinal. */
  private Workload updatedDownTo(int partition) {
    Workload web = createAvailable(replicas(3));
    web.setPartition(partition);
    web.setImage("app:v2");
    awaitUpdatedReplicas(web, 3 - partition);
    return web;
  }

  private static List<Pod> stuckAfterOnePod(Workload web) {
    web.setImage(Faults.NEVER_READY_IMAGE);
    Await.until(
        "pod 2 is stuck",
        () ->
            Workload.orZero(web.status().getUpdatedReplicas()) == 1
                && Workload.orZero(web.status().getReadyReplicas()) == 2
                && Pods.image(web.pod(2)).equals(Faults.NEVER_READY_IMAGE));
    return web.pods();
  }

  private static void awaitOther(Workload web, Pod lost) {
    Await.until(
        "there is another pod of that ordinal",
        () -> {
          Pod pod = web.podOrNull(Pods.ordinal(lost));
          return pod != null && !Pods.uid(pod).equals(Pods.uid(lost));
        });
  }

  private static void scaleAndUpdate(Workload web, int replicas) {
    web.edit(set ->
        set.editSpec()
            .withReplicas(replicas)
            .editTemplate()
            .editSpec()
            .editFirstContainer()
            .withImage("app:v2")
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec());
    web.awaitUpdated(replicas);
  }

  private static void awaitUpdatedReplicas(Workload web, int updated) {
    Await.until(
        updated + " pods are updated",
        () -> Workload.orZero(web.status().getUpdatedReplicas()) == updated);
    web.awaitAvailable(web.get().getSpec().getReplicas());
  }
}
