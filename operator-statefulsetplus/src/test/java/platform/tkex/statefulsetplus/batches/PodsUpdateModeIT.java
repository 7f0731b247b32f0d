package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.statefulsetplus.batches.LiveWorkload.down;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import io.fabric8.kubernetes.api.model.IntOrString;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.PodManagementPolicy;
import platform.tkex.crds.statefulsetplus.PodsUpdateMode;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.PodTimeline;
import platform.tkex.testkit.StatefulSetPlusBuilder;

/** The pods of one batch: together, one after another, or so many at once. */
class PodsUpdateModeIT extends BatchTest {

  private PodTimeline release(StatefulSetPlusBuilder manifest) {
    LiveWorkload web = running(manifest);
    PodHistory.Mark mark = web.history().mark();
    web.release("app:v2").awaitReleased();
    return web.history().since(mark);
  }

  private static StatefulSetPlusBuilder limited(StatefulSetPlusBuilder manifest, IntOrString most) {
    return manifest.batches(config -> config.setMaxUnavailable(most));
  }

  @Test
  void parallelTakesAWholeBatchAtOnce() {
    PodTimeline timeline = release(web(6).autoBatches("4", "2"));
    assertThatHistory(timeline).hadAtMostUnavailable(4, 6);
    assertThat(timeline.maxUnavailable(0, 6, 0)).isEqualTo(4);
    Journeys.cameInSequence(timeline, "app:v2", down(5, 2), down(1, 0));
  }

  @Test
  void serialTakesOneAfterAnotherFromTheTop() {
    PodTimeline timeline =
        release(
            web(4)
                .autoBatches("3", "1")
                .batches(config -> config.setPodsUpdateMode(PodsUpdateMode.SERIAL)));
    assertThatHistory(timeline).deletedInOrder(3, 2, 1, 0).hadAtMostUnavailable(1, 4);
  }

  @Test
  void maxUnavailableInNumbers() {
    PodTimeline timeline = release(limited(web(5).autoBatches("5"), new IntOrString(2)));
    assertThatHistory(timeline).hadAtMostUnavailable(2, 5);
    assertThat(timeline.maxUnavailable(0, 5, 0)).isEqualTo(2);
  }

  @Test
  void maxUnavailableInPercentIsOfTheBatchAndRoundedDown() {
    // 50% of 3 is 1, of the workload it would be 3
    PodTimeline timeline = release(limited(web(6).autoBatches("3", "3"), new IntOrString("50%")));
    assertThatHistory(timeline).hadAtMostUnavailable(1, 6);
  }

  @Test
  void maxUnavailableIsAtLeastOne() {
    PodTimeline timeline = release(limited(web(3).autoBatches("3"), new IntOrString("10%")));
    assertThatHistory(timeline).hadAtMostUnavailable(1, 3).deletedInOrder(2, 1, 0);
  }

  @Test
  void minReadySecondsCountForAvailability() {
    StatefulSetPlusBuilder manifest = web(3).autoBatches("3").spec(s -> s.setMinReadySeconds(2));
    PodTimeline timeline = release(limited(manifest, new IntOrString(1)));
    assertThatHistory(timeline).hadAtMostUnavailable(1, 3, 2);
  }

  @Test
  void podManagementPolicyOrdersNothingInsideABatch() {
    PodTimeline timeline =
        release(
            web(4).podManagementPolicy(PodManagementPolicy.ORDERED_READY).autoBatches("3", "1"));
    assertThat(timeline.maxUnavailable(0, 4, 0)).isEqualTo(3);
    Journeys.cameInSequence(timeline, "app:v2", down(3, 1), down(0, 0));
  }

  /** It spends no budget itself, but the healthy ones wait while it is down. */
  @Test
  void anUnavailablePodMovesFirstAndCountsAgainstTheHealthyOnes() {
    LiveWorkload web = running(limited(web(4).autoBatches("4"), new IntOrString(1)));
    web.makeUnready(1);
    web.await(w -> w.hasReadyReplicas(3));
    PodHistory.Mark mark = web.history().mark();
    web.release("app:v2").awaitReleased();
    assertThatHistory(web.history().since(mark))
        .deletedInOrder(1, 3, 2, 0)
        .hadAtMostUnavailable(1, 4);
  }

  @Test
  void aPodThatIsDownAlreadyIsMovedBesidesAFullBudget() {
    LiveWorkload web = running(confirmed(limited(web(4).autoBatches("4"), new IntOrString(1))));
    PodHistory.Mark mark = web.history().mark();
    web.releaseUnready("app:v2");
    web.await(w -> w.hasUpdatedReplicas(1));
    web.makeUnready(0);
    web.await(w -> w.hasUpdatedReplicas(2));
    web.awaitPasses();
    assertThat(Journeys.touched(web.history().since(mark))).containsExactlyInAnyOrder(0, 3);
    web.makeReady("app:v2", 3, 0, 2, 1);
    web.awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
  }
}
