package platform.tkex.statefulsetplus.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Faults;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.PodTimeline;
import platform.tkex.testkit.Pods;

/** How many pods may be down at once, and when one counts as up; cases 24, 25 and 29. */
abstract class AvailabilityParity extends ParityTest {

  AvailabilityParity(WorkloadKind kind) {
    super(kind);
  }

  @Test
  void theNextPodWaitsUntilTheLastOneWasReadyForMinReadySeconds() {
    // given
    Workload web =
        createAvailable(set -> replicas(2).apply(set).editSpec().withMinReadySeconds(2).endSpec());
    try (StatusHistory states = new StatusHistory(client, web);
        PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.setImage("app:v2");
      web.awaitUpdated(2);

      // then
      states.await(
          "availableReplicas lags behind readyReplicas", set -> counts(set.getStatus(), 2, 1));
      PodTimeline timeline = history.since(mark);
      assertThatHistory(timeline).deletedInOrder(1, 0).hadAtMostUnavailable(1, 2, 2);
      Instant nextDeleted = timeline.deletions().getLast().at();
      assertThat(nextDeleted).isAfterOrEqualTo(firstReady(timeline, 1).plus(Duration.ofSeconds(2)));
    }
  }

  @Test
  void orderedCreationWaitsForMinReadySecondsToo() {
    // given
    Workload web =
        create(set -> replicas(2).apply(set).editSpec().withMinReadySeconds(2).endSpec());
    try (PodHistory history = web.history()) {
      // when
      web.awaitAvailable(2);

      // then
      PodTimeline timeline = history.timeline();
      assertThatHistory(timeline).createdInOrder(0, 1);
      assertThat(timeline.creations().getLast().at())
          .isAfterOrEqualTo(firstReady(timeline, 0).plus(Duration.ofSeconds(2)));
    }
  }

  @Test
  void raisingMinReadySecondsMakesPodsUnavailableAndMovesNone() {
    // given
    Workload web = createAvailable(replicas(2));
    List<Pod> before = web.pods();

    // when
    web.edit(set -> set.editSpec().withMinReadySeconds(3600).endSpec());

    // then
    Await.until("none is available, all are ready", () -> counts(web.status(), 2, 0));

    // when
    web.edit(set -> set.editSpec().withMinReadySeconds(0).endSpec());

    // then
    web.awaitAvailable(2);
    assertThatPods(web.pods()).areTheSamePodsAs(before);
  }

  @Test
  void aParallelUpdateNeverTakesMoreThanMaxUnavailableWithMinReadySeconds() {
    // given
    Workload web =
        createAvailable(set ->
            maxUnavailable(parallel(3).apply(set), new IntOrString(1))
                .editSpec()
                .withMinReadySeconds(2)
                .endSpec());
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.setImage("app:v2");
      web.awaitUpdated(3);

      // then
      assertThatHistory(history.since(mark)).createdOnceEach(0, 1, 2).hadAtMostUnavailable(1, 3, 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OrderedReady", "Parallel"})
  void noMoreThanMaxUnavailablePodsAreDownAtOnce(String policy) {
    // given
    Workload web =
        createAvailable(set -> maxUnavailable(policy(policy, 5).apply(set), new IntOrString(2)));
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.setImage("app:v2");
      web.awaitUpdated(5);

      // then
      PodTimeline timeline = history.since(mark);
      assertThatHistory(timeline)
          .createdOnceEach(0, 1, 2, 3, 4)
          .hadAtMostUnavailable(2, 5)
          .neverTwoPodsOfOneOrdinal();
      assertThat(timeline.deletionOrder().subList(0, 2)).containsExactlyInAnyOrder(4, 3);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"OrderedReady", "Parallel"})
  void aPercentageBelowOnePodUpdatesOneByOne(String policy) {
    // given
    Workload web =
        createAvailable(
            set -> maxUnavailable(policy(policy, 3).apply(set), new IntOrString("20%")));
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.setImage("app:v2");
      web.awaitUpdated(3);

      // then
      assertThatHistory(history.since(mark)).deletedInOrder(2, 1, 0).hadAtMostUnavailable(1, 3);
    }
  }

  @Test
  void aParallelUpdateTakesBrokenPodsFirst() {
    // given
    Workload web =
        createAvailable(set -> maxUnavailable(parallel(5).apply(set), new IntOrString(2)));
    Faults.makeUnready(client, web.pod(1));
    Await.until(
        "the broken pod is counted", () -> Workload.orZero(web.status().getReadyReplicas()) == 4);
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.setImage("app:v2");
      web.awaitUpdated(5);

      // then
      PodTimeline timeline = history.since(mark);
      assertThatHistory(timeline).createdOnceEach(0, 1, 2, 3, 4).hadAtMostUnavailable(2, 5);
      assertThat(timeline.deletionOrder().subList(0, 2)).containsExactlyInAnyOrder(1, 4);
    }
  }

  @Test
  void aBrokenParallelReleaseStopsAtMaxUnavailableAndANewTemplateHealsIt() {
    // given
    Workload web =
        createAvailable(set -> maxUnavailable(parallel(4).apply(set), new IntOrString(2)));
    try (PodHistory history = web.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      web.setImage(Faults.NEVER_READY_IMAGE);
      Await.until(
          "two pods are broken",
          () -> {
            StatefulSetStatus status = web.status();
            return Workload.orZero(status.getUpdatedReplicas()) == 2
                && Workload.orZero(status.getReadyReplicas()) == 2;
          });
      web.awaitTwoPasses();

      // then
      assertThat(history.since(mark).deletionOrder()).containsExactlyInAnyOrder(3, 2);

      // when
      web.setImage("app:v3");
      web.awaitUpdated(4);

      // then
      assertThatPods(web.pods()).haveImages("app:v3", "app:v3", "app:v3", "app:v3");
      assertThatHistory(history.since(mark)).hadAtMostUnavailable(2, 4);
    }
  }

  private static boolean counts(StatefulSetStatus status, int ready, int available) {
    return status != null
        && Workload.orZero(status.getReadyReplicas()) == ready
        && Workload.orZero(status.getAvailableReplicas()) == available;
  }

  /** Since when the newest pod of that ordinal is ready, as its condition says. */
  private static Instant firstReady(PodTimeline timeline, int ordinal) {
    Pod ready =
        timeline.steps().stream()
            .filter(step -> step.ordinal() == ordinal && Pods.isReady(step.pod()))
            .reduce((earlier, later) -> later)
            .orElseThrow()
            .pod();
    return Pods.readySince(ready).orElseThrow();
  }

  private static UnaryOperator<StatefulSetBuilder> policy(String policy, int replicas) {
    return set -> set.editSpec().withReplicas(replicas).withPodManagementPolicy(policy).endSpec();
  }

  private static StatefulSetBuilder maxUnavailable(StatefulSetBuilder set, IntOrString limit) {
    return set.editSpec()
        .withNewUpdateStrategy()
        .withType("RollingUpdate")
        .withNewRollingUpdate()
        .withMaxUnavailable(limit)
        .endRollingUpdate()
        .endUpdateStrategy()
        .endSpec();
  }
}
