package platform.tkex.statefulsetplus.inplace;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import platform.tkex.crds.Condition;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.InPlace;
import platform.tkex.crds.statefulsetplus.PodUpdatePolicy;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;
import platform.tkex.crds.statefulsetplus.UpdateStrategy;
import platform.tkex.statefulsetplus.batches.BatchTest;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.statefulsetplus.revision.GracePeriod;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.PodEvent;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.PodTimeline;
import platform.tkex.testkit.Pods;
import platform.tkex.testkit.StatefulSetPlusBuilder;

/** Pods that leave their Services before they are changed, by a readiness gate. */
class GracePeriodIT extends BatchTest {
  private static final int SHORT = 2;

  /** It ends only because of what somebody does. */
  private static final int FOR_EVER = 3_600;

  static void grace(StatefulSetPlusSpec spec, PodUpdatePolicy policy, int seconds) {
    UpdateStrategy strategy = new UpdateStrategy();
    strategy.setPodUpdatePolicy(policy);
    InPlace inPlace = new InPlace();
    inPlace.setGracePeriodSeconds(seconds);
    strategy.setInPlace(inPlace);
    spec.setUpdateStrategy(strategy);
  }

  private static StatefulSetPlusBuilder gated(int replicas, int seconds) {
    return web(replicas).spec(spec -> grace(spec, PodUpdatePolicy.IN_PLACE_IF_POSSIBLE, seconds));
  }

  private static Optional<PodCondition> condition(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(condition -> GracePeriod.GATE.equals(condition.getType()))
        .findFirst();
  }

  private static String gate(Pod pod) {
    return condition(pod).map(PodCondition::getStatus).orElse("none");
  }

  private static boolean hasGate(Pod pod) {
    return pod.getSpec().getReadinessGates().stream()
        .anyMatch(gate -> GracePeriod.GATE.equals(gate.getConditionType()));
  }

  private static List<Integer> restarts(LiveWorkload web) {
    return web.pods().stream()
        .map(pod -> pod.getStatus().getContainerStatuses().getFirst())
        .map(ContainerStatus::getRestartCount)
        .toList();
  }

  private static void awaitLeaving(LiveWorkload web, int ordinal) {
    Await.until(
        "pod " + ordinal + " is out of its Services",
        () -> gate(web.pod(ordinal)).equals("False") && !Pods.isReady(web.pod(ordinal)));
  }

  private static void assertNothingHappened(LiveWorkload web, List<Pod> before) {
    assertThatPods(web.pods()).areTheSamePodsAs(before);
    assertThat(restarts(web)).containsOnly(0);
    assertThat(web.pods()).extracting(GracePeriodIT::gate).containsOnly("True");
  }

  /** Of one ordinal, as in {@code "v1 True", "v1 False"}; what stays the same is told once. */
  private static List<String> stations(PodTimeline timeline, int ordinal) {
    List<String> stations = new ArrayList<>();
    for (PodEvent step : timeline.steps()) {
      String station = LiveWorkload.shortImage(Pods.image(step.pod())) + " " + gate(step.pod());
      if (step.ordinal() == ordinal
          && (stations.isEmpty() || !stations.getLast().equals(station))) {
        stations.add(station);
      }
    }
    return stations;
  }

  @ParameterizedTest
  @EnumSource(names = {"IN_PLACE_IF_POSSIBLE", "IN_PLACE_ONLY"})
  void eachPodLeavesIsChangedAndComesBack(PodUpdatePolicy policy) {
    LiveWorkload web =
        running(web(3).autoBatches("1", "2").spec(spec -> grace(spec, policy, SHORT)));
    assertThat(web.pods()).allMatch(GracePeriodIT::hasGate);
    assertThat(web.pods()).extracting(GracePeriodIT::gate).containsOnly("True");
    PodHistory.Mark mark = web.history().mark();

    web.release("app:v2").awaitReleased().awaitImages("v2 v2 v2");

    PodTimeline timeline = web.history().since(mark);
    assertThatHistory(timeline).nobodyCameOrWent();
    assertThat(restarts(web)).containsExactly(1, 1, 1);
    for (int ordinal = 0; ordinal < 3; ordinal++) {
      assertThat(stations(timeline, ordinal)).endsWith("v1 False", "v2 False", "v2 True");
      assertChangedAfterThePeriod(timeline, ordinal);
    }
  }

  /** By what stands in the pod, which does not depend on how fast news of it come here. */
  private static void assertChangedAfterThePeriod(PodTimeline timeline, int ordinal) {
    @Nullable Pod before = null;
    for (PodEvent step : timeline.steps()) {
      if (step.ordinal() == ordinal && Pods.image(step.pod()).equals("app:v2")) {
        Pod left = requireNonNull(before);
        assertThat(Pods.isReady(left)).as("ready when it was changed").isFalse();
        assertThat(step.at())
            .isAfterOrEqualTo(
                Instant.parse(condition(left).orElseThrow().getLastTransitionTime())
                    .plusSeconds(SHORT));
        return;
      }
      before = step.ordinal() == ordinal ? step.pod() : before;
    }
    throw new AssertionError("pod " + ordinal + " was never changed");
  }

  @Test
  void meanwhileItIsUnavailableAndStatusSaysWhy() {
    LiveWorkload web = running(gated(3, FOR_EVER).autoBatches("1", "2"));
    web.release("app:v2");
    awaitLeaving(web, 2);

    web.await(w -> w.hasReadyReplicas(2).hasUpdatedReplicas(0)).awaitPasses();
    assertThat(web.status().getConditions())
        .extracting(Condition::getMessage)
        .contains("2 of 3 pods are available: 1 out of Services until changed in place (2)");
    assertThat(restarts(web)).containsOnly(0);
  }

  @Test
  void goingBackOpensTheGateAndRestartsNothing() {
    LiveWorkload web = running(gated(2, FOR_EVER).autoBatches("1", "1"));
    List<Pod> before = web.pods();
    web.release("app:v2");
    awaitLeaving(web, 1);

    web.release("app:v1").awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1");

    assertNothingHappened(web, before);
  }

  @Test
  void aRollbackByAnnotationDoesTheSame() {
    LiveWorkload web = running(gated(2, FOR_EVER).autoBatches("1", "1"));
    List<Pod> before = web.pods();
    web.release("app:v2");
    awaitLeaving(web, 1);

    web.annotate(Annotations.ROLLBACK, "last-good")
        .awaitGeneral(GeneralStatus.ROLLED_BACK)
        .awaitImages("v1 v1");

    assertNothingHappened(web, before);
  }

  @Test
  void thePeriodCountsInTheDeadline() {
    LiveWorkload web = running(timeout(gated(2, FOR_EVER).autoBatches("1", "1"), SOON));
    List<Pod> before = web.pods();

    web.release("app:v2").awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1");

    assertNothingHappened(web, before);
  }

  @Test
  void whoHasLeftFinishesWhilePaused() {
    LiveWorkload web = running(gated(2, 2 * SHORT).autoBatches("1", "1"));
    web.release("app:v2");
    awaitLeaving(web, 1);

    web.pauseAndAwait().awaitImages("v1 v2").awaitPasses();
    web.awaitImages("v1 v2");

    web.resume().awaitReleased().awaitImages("v2 v2");
  }

  @Test
  void podsWithoutTheGateAreChangedWhereTheyAre() {
    LiveWorkload web = running(gated(2, 0).autoBatches("1", "1"));
    assertThat(web.pods()).noneMatch(GracePeriodIT::hasGate);
    PodHistory.Mark mark = web.history().mark();

    web.edit(spec -> grace(spec, PodUpdatePolicy.IN_PLACE_IF_POSSIBLE, FOR_EVER))
        .release("app:v2")
        .awaitReleased()
        .awaitImages("v2 v2");
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();

    web.lose(0);
    web.scale(3).awaitImages("v2 v2 v2");
    assertThat(web.pods()).extracting(GracePeriodIT::hasGate).containsExactly(true, false, true);
  }

  @Test
  void aPolicyThatBecomesRecreateMeanwhileLeavesNoGateClosed() {
    LiveWorkload web = running(gated(2, FOR_EVER).autoBatches("1", "1"));
    List<Pod> before = web.pods();
    web.release("app:v2");
    awaitLeaving(web, 1);

    web.edit(spec -> grace(spec, PodUpdatePolicy.RECREATE, FOR_EVER))
        .awaitReleased()
        .awaitImages("v2 v2");

    assertThatPods(web.pods()).shareNoPodWith(before);
    assertThat(web.pods()).noneMatch(GracePeriodIT::hasGate);
  }

  @Test
  void aPeriodThatIsTakenAwayMeanwhileEnds() {
    LiveWorkload web = running(gated(2, FOR_EVER).autoBatches("1", "1"));
    PodHistory.Mark mark = web.history().mark();
    web.release("app:v2");
    awaitLeaving(web, 1);

    web.edit(spec -> grace(spec, PodUpdatePolicy.IN_PLACE_IF_POSSIBLE, 0))
        .awaitReleased()
        .awaitImages("v2 v2");

    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    assertThat(web.pods()).extracting(GracePeriodIT::gate).containsOnly("True");
  }

  @Test
  void aBrokenPodIsRepairedWithoutWaiting() {
    LiveWorkload web = running(gated(2, FOR_EVER).autoBatches("2"));
    web.edit(spec -> grace(spec, PodUpdatePolicy.IN_PLACE_IF_POSSIBLE, 0))
        .release(BROKEN)
        .await(w -> w.hasReadyReplicas(0));
    PodHistory.Mark mark = web.history().mark();

    web.edit(spec -> grace(spec, PodUpdatePolicy.IN_PLACE_IF_POSSIBLE, FOR_EVER))
        .release("app:v2")
        .awaitReleased()
        .awaitImages("v2 v2");

    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }

  @Test
  void scalingGoesOnMeanwhile() {
    LiveWorkload web = running(gated(3, FOR_EVER).autoBatches("1", "2"));
    web.release("app:v2");
    awaitLeaving(web, 2);

    web.scale(4);
    web.await(w -> w.hasReadyReplicas(3));
    assertThat(web.images()).isEqualTo("v1 v1 v1 v1");
    web.scale(2).awaitPasses();
    awaitLeaving(web, 1);
    assertThat(web.images()).isEqualTo("v1 v1");
  }
}
