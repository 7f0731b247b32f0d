package platform.tkex.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.PodEvent.Kind;

/** A timeline must find every breach that the suites rely on it to find. */
class PodTimelineTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void countsPodsThatAreDownAtOneMoment() {
    // given two ready pods, the second of which is asked to go before the first is back
    PodTimeline timeline =
        timeline(
            List.of(ready(0, "a", 0), ready(1, "b", 0)),
            going(0, "a", 1),
            gone(0, "a", 2),
            pending(0, "c", 3),
            going(1, "b", 4),
            ready(0, "c", 5));

    // then
    assertThat(timeline.maxUnavailable(0, 2, 0)).isEqualTo(2);
    assertThatThrownBy(() -> assertThatHistory(timeline).hadAtMostUnavailable(1, 2))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("there were 2");
  }

  @Test
  void countsAReadyPodAsDownUntilItWasReadyForMinReadySeconds() {
    // given a pod that is replaced one second after the other one got ready
    PodTimeline timeline =
        timeline(
            List.of(ready(0, "a", -60), ready(1, "b", -60)),
            going(0, "a", 1),
            gone(0, "a", 1),
            ready(0, "c", 2),
            going(1, "b", 3));

    // then
    assertThat(timeline.maxUnavailable(0, 2, 0)).isEqualTo(1);
    assertThat(timeline.maxUnavailable(0, 2, 2)).isEqualTo(2);
  }

  @Test
  void countsOrdinalsThatAreMissingFromTheStart() {
    assertThat(timeline(List.of(ready(0, "a", 0)), gone(0, "a", 1)).maxUnavailable(0, 3, 0))
        .isEqualTo(3);
  }

  @Test
  void tellsDeletionsInTheOrderOfTheirRequestNotOfTheirEnd() {
    // given
    PodTimeline timeline =
        timeline(
            List.of(ready(0, "a", 0), ready(1, "b", 0), ready(2, "c", 0)),
            going(2, "c", 1),
            going(1, "b", 2),
            gone(1, "b", 3),
            gone(2, "c", 4),
            gone(0, "a", 5));

    // then
    assertThat(timeline.deletionOrder()).containsExactly(2, 1, 0);
    assertThat(timeline.maxTerminating()).isEqualTo(2);
    assertThatThrownBy(() -> assertThatHistory(timeline).deletedOneAtATime())
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void doesNotCountADeletionThatBeganBefore() {
    // given
    PodTimeline timeline =
        timeline(List.of(ready(0, "a", 0), going(0, "a", 1)), gone(0, "a", 2), pending(0, "b", 3));

    // then
    assertThat(timeline.deletions()).isEmpty();
    assertThat(timeline.creationOrder()).containsExactly(0);
    assertThatThrownBy(() -> assertThatHistory(timeline).nobodyCameOrWent())
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void ignoresChangesOfALivingPod() {
    assertThatHistory(timeline(List.of(ready(0, "a", 0)), pending(0, "a", 1), ready(0, "a", 2)))
        .nobodyCameOrWent();
  }

  @Test
  void findsAPodThatCameBeforeTheOtherOfItsOrdinalWasGone() {
    // given
    PodTimeline timeline =
        timeline(List.of(ready(0, "a", 0)), going(0, "a", 1), pending(0, "b", 2), gone(0, "a", 3));

    // then
    assertThat(timeline.overlaps()).hasSize(1);
    assertThatThrownBy(() -> assertThatHistory(timeline).neverTwoPodsOfOneOrdinal())
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void countsHowOftenAnOrdinalWasMade() {
    // given
    PodTimeline timeline =
        timeline(
            List.of(ready(0, "a", 0)),
            gone(0, "a", 1),
            pending(0, "b", 2),
            gone(0, "b", 3),
            pending(0, "c", 4));

    // then
    assertThat(timeline.creationsPerOrdinal()).containsExactly(Map.entry(0, 2));
    assertThatThrownBy(() -> assertThatHistory(timeline).createdOnceEach(0))
        .isInstanceOf(AssertionError.class);
  }

  private static PodTimeline timeline(List<PodEvent> before, PodEvent... steps) {
    return new PodTimeline(START, before, List.of(steps));
  }

  private static PodEvent ready(int ordinal, String uid, int second) {
    Pod pod =
        new PodBuilder(pod(ordinal, uid))
            .withNewStatus()
            .withPhase("Running")
            .addNewCondition()
            .withType("Ready")
            .withStatus("True")
            .withLastTransitionTime(START.plusSeconds(second).toString())
            .endCondition()
            .endStatus()
            .build();
    return event(Kind.MODIFIED, pod, second);
  }

  private static PodEvent pending(int ordinal, String uid, int second) {
    return event(Kind.ADDED, pod(ordinal, uid), second);
  }

  private static PodEvent going(int ordinal, String uid, int second) {
    Pod pod = ready(ordinal, uid, 0).pod();
    pod.getMetadata().setDeletionTimestamp(START.plusSeconds(second).toString());
    return event(Kind.MODIFIED, pod, second);
  }

  private static PodEvent gone(int ordinal, String uid, int second) {
    return event(Kind.DELETED, ready(ordinal, uid, 0).pod(), second);
  }

  private static PodEvent event(Kind kind, Pod pod, int second) {
    return new PodEvent(START.plusSeconds(second), kind, pod);
  }

  private static Pod pod(int ordinal, String uid) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("web-" + ordinal)
        .withUid(uid + "-0000-0000")
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .withNewStatus()
        .withPhase("Pending")
        .endStatus()
        .build();
  }
}
