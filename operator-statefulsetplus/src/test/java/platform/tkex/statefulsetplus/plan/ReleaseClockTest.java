package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.events.Note;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Workload;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.ReleaseMachine;

/** How a release begins, and when its deadlines stand still. Ten pods in five batches. */
class ReleaseClockTest {
  @Test
  void theFirstTemplateIsTheTargetAtOnce() {
    Release release =
        ReleaseMachine.step(ToyCluster.inBatches(c -> c).snapshot(), Release.NEW).release();
    assertThat(release.target()).isEqualTo("v1");
    assertThat(release.first()).isTrue();
  }

  @Test
  void adoptedPodsSayWhatTheReleaseStartsFrom() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c);
    ToyCluster before = running(c -> c);
    before.brokenOrdinals.put("v0", Set.of(5));
    before.apply("v0");
    before.until(_ -> before.count("v0") == 2);
    cluster.pods.putAll(before.pods);
    cluster.lose(0);
    cluster.apply("v2");
    assertThat(first(cluster).current()).isEqualTo("v1");
    cluster.deleteRevision("v1");
    assertThat(first(cluster).current()).isEqualTo("v2");
  }

  @Test
  void aNewTemplateIsToldWithWhatIsLastGood() {
    ToyCluster cluster = running(c -> c);
    cluster.apply("v2");
    cluster.settle();
    assertThat(texts(cluster, Reason.RELEASE_STARTED))
        .containsExactly("Releasing revision v2, last good is v1");
    ToyCluster first = ToyCluster.inBatches(c -> c);
    first.broken.add("v1");
    first.settle();
    first.apply("v2");
    first.settle();
    assertThat(texts(first, Reason.RELEASE_STARTED))
        .containsExactly("Releasing revision v2, last good is none yet");
  }

  @Test
  void aDeletedWorkloadDecidesNothing() {
    ToyCluster cluster = running(c -> c);
    cluster.apply("v2");
    cluster.edit(Edits::deleting);
    Release release = cluster.release();
    assertThat(ReleaseMachine.step(cluster.snapshot(), release).release()).isEqualTo(release);
  }

  @Test
  void aPauseIsToldAndNotCounted() {
    ToyCluster cluster = breaking(c -> c);
    cluster.pause(true);
    cluster.settle().wait(Duration.ofHours(1)).settle();
    assertThat(texts(cluster, Reason.RELEASE_PAUSED)).containsExactly("Paused by annotation");
    cluster.pause(false);
    cluster.settle();
    assertThat(texts(cluster, Reason.RELEASE_RESUMED))
        .containsExactly("The release goes on after 3600 s");
    assertThat(cluster.deploy().getBatchDeadlineTime()).isEqualTo("2026-01-01T01:01:00Z");
  }

  @Test
  void aReleaseThatCompletesWhilePausedHasNothingToGoOnWith() {
    ToyCluster cluster = running(c -> Edits.sizes(c, 1));
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle();
    cluster.pause(true);
    cluster.broken.clear();
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
    cluster.pause(false);
    cluster.settle();
    assertThat(texts(cluster, Reason.RELEASE_RESUMED)).isEmpty();
    assertThat(cluster.release().clockStoppedSince()).isNull();
  }

  @Test
  void withoutReplicasTheClockStandsStillButNobodyPaused() {
    assertStandsStill(w -> Edits.replicas(w, 0), w -> Edits.replicas(w, 10));
  }

  @Test
  void underOnDeleteAPersonHasTheTimeToDeleteThePods() {
    assertStandsStill(Edits::onDelete, Edits::rollingUpdate);
  }

  private static void assertStandsStill(
      UnaryOperator<Workload> stop, UnaryOperator<Workload> goOn) {
    ToyCluster cluster = breaking(c -> c);
    cluster.edit(stop);
    cluster.settle().wait(Duration.ofHours(1)).settle();
    cluster.edit(goOn);
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.PROGRESSING);
    assertThat(cluster.deploy().getBatchDeadlineTime()).isEqualTo("2026-01-01T01:01:00Z");
    assertThat(texts(cluster, Reason.RELEASE_PAUSED)).isEmpty();
  }

  @Test
  void underOnDeleteWithoutAPlanNoClockStandsStill() {
    ToyCluster cluster = running(c -> c);
    cluster.edit(w -> Edits.onDelete(Edits.batches(w, null)));
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.deploy().getClockStoppedSince()).isNull();
  }

  @Test
  void aPausedRollbackHasItsTimeAfterwards() {
    ToyCluster cluster = breaking(c -> c);
    cluster.broken.add("v1");
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.settle();
    cluster.pause(true);
    cluster.settle().wait(Duration.ofHours(1)).settle();
    cluster.pause(false);
    cluster.settle().wait(Duration.ofSeconds(59)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLING_BACK);
    cluster.wait(Duration.ofSeconds(1)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.FAILED);
  }

  @Test
  void aPlanThatComesBackStartsAtBatchOne() {
    ToyCluster cluster = running(Edits::confirmed);
    cluster.apply("v2");
    cluster.pass();
    cluster.command(c -> Edits.confirm(c, "1"));
    cluster.settle();
    cluster.broken.add("v2");
    cluster.edit(w -> Edits.batches(w, null));
    cluster.settle();
    assertThat(cluster.deploy().getBatches()).isEmpty();
    cluster.edit(w -> Edits.batches(w, Edits.confirmed(ToyCluster.plan())));
    cluster.settle();
    assertThat(cluster.deploy().getBatchOrder()).isEqualTo(1);
    assertThat(cluster.release().confirmed()).isZero();
  }

  private static ToyCluster running(UnaryOperator<BatchConfig> edit) {
    ToyCluster cluster = ToyCluster.inBatches(edit).settle();
    cluster.forget();
    return cluster;
  }

  /** Batch 1 of v2 runs and none of its pods becomes ready. */
  private static ToyCluster breaking(UnaryOperator<BatchConfig> edit) {
    ToyCluster cluster = running(edit);
    cluster.broken.add("v2");
    cluster.apply("v2");
    return cluster.settle();
  }

  private static Release first(ToyCluster cluster) {
    return ReleaseMachine.step(cluster.snapshot(), Release.NEW).release();
  }

  private static List<String> texts(ToyCluster cluster, Reason reason) {
    return cluster.notes.stream().filter(n -> n.reason() == reason).map(Note::text).toList();
  }
}
