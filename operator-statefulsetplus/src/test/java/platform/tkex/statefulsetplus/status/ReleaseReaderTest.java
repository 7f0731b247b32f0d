package platform.tkex.statefulsetplus.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.BatchStatus;
import platform.tkex.crds.statefulsetplus.RollbackStage;
import platform.tkex.crds.statefulsetplus.RollbackStatus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;
import platform.tkex.statefulsetplus.model.Commands;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.statefulsetplus.plan.ToyCluster;
import platform.tkex.statefulsetplus.release.Batch;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.Rollback;

/** Status is the only memory: what was decided is read back as it was. */
class ReleaseReaderTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:01Z");

  @Test
  void withoutStatusNothingWasDecided() {
    assertThat(ReleaseReader.read(null)).isEqualTo(Release.NEW);
    assertThat(ReleaseReader.read(new StatefulSetPlusStatus())).isEqualTo(Release.NEW);
  }

  @Test
  void aStatusOfAStatefulSetIsAReleaseOfItsUpdateRevision() {
    StatefulSetPlusStatus status = new StatefulSetPlusStatus();
    status.setUpdateRevision("v2");
    status.setCurrentRevision("v1");
    Release release = ReleaseReader.read(status);
    assertThat(release.target()).isEqualTo("v2");
    assertThat(release.phase()).isEqualTo(Release.Phase.RELEASING);
    assertThat(release.action()).isEqualTo(Release.Action.NEXT);
    assertThat(release.seen()).isEqualTo(Commands.NONE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Batch.Outcome.class,
      names = {"PROGRESSING", "SUCCEEDED", "FAILED"})
  void aReleaseIsReadAsItWasWritten(Batch.Outcome outcome) {
    Batch batch = new Batch(1, Ordinals.of(8, 9), true, outcome, 1, AT, AT.plusSeconds(60));
    Release.Phase phase =
        outcome == Batch.Outcome.FAILED ? Release.Phase.FAILED : Release.Phase.RELEASING;
    assertReadAsWritten(release(phase, batch, null));
  }

  @ParameterizedTest
  @EnumSource(Rollback.Reason.class)
  void aRollbackIsReadAsItWasWritten(Rollback.Reason reason) {
    for (Rollback.Progress progress : Rollback.Progress.values()) {
      Batch batch = new Batch(1, Ordinals.of(8, 9), false, Batch.Outcome.ROLLED_BACK, 0, AT, null);
      boolean inBatches = reason == Rollback.Reason.ANNOTATION;
      Rollback rollback =
          new Rollback("v1", reason, inBatches, 2, Ordinals.of(9), AT, AT, progress);
      Release.Phase phase =
          progress == Rollback.Progress.SUCCEEDED
              ? Release.Phase.ROLLED_BACK
              : Release.Phase.ROLLING_BACK;
      assertReadAsWritten(release(phase, batch, rollback));
    }
  }

  @Test
  void aPlannedBatchOrOneThatSaysNotWhenIsNoStartedOne() {
    assertThat(batchesAfter(b -> b.setOutcome(BatchOutcome.PENDING))).isEmpty();
    assertThat(batchesAfter(b -> b.setOutcome(null))).isEmpty();
    assertThat(batchesAfter(b -> b.setStartTime(null))).isEmpty();
    assertThat(batchesAfter(b -> b.setStartTime(""))).isEmpty();
    assertThat(batchesAfter(_ -> {})).hasSize(1);
  }

  @Test
  void aRollbackThatSaysNotWhyOrWhenIsNone() {
    assertThat(rollbackAfter((d, _) -> d.setCurrentRollbackProgress(null))).isNull();
    assertThat(rollbackAfter((d, _) -> d.setCurrentRollbackProgress(RollbackStage.NONE))).isNull();
    assertThat(rollbackAfter((d, _) -> d.setRollback(null))).isNull();
    assertThat(rollbackAfter((_, r) -> r.setReason(null))).isNull();
    assertThat(rollbackAfter((_, r) -> r.setStartTime(null))).isNull();
    assertThat(rollbackAfter((_, _) -> {})).isNotNull();
  }

  private static List<Batch> batchesAfter(Consumer<BatchStatus> change) {
    Batch batch = new Batch(1, Ordinals.of(8, 9), false, Batch.Outcome.PROGRESSING, 0, AT, null);
    StatefulSetPlusStatus status = written(release(Release.Phase.RELEASING, batch, null));
    BatchDeployStatus deploy = Objects.requireNonNull(status.getBatchDeployStatus());
    BatchStatus first = Objects.requireNonNull(deploy.getBatches()).getFirst();
    deploy.setBatches(List.of(first));
    change.accept(first);
    return ReleaseReader.read(status).batches();
  }

  private static @Nullable Rollback rollbackAfter(
      BiConsumer<BatchDeployStatus, RollbackStatus> change) {
    Batch batch = new Batch(1, Ordinals.of(9), false, Batch.Outcome.ROLLED_BACK, 0, AT, null);
    Rollback rollback =
        new Rollback(
            "v1",
            Rollback.Reason.ALL,
            false,
            1,
            Ordinals.of(9),
            AT,
            null,
            Rollback.Progress.PROGRESSING);
    StatefulSetPlusStatus status = written(release(Release.Phase.ROLLING_BACK, batch, rollback));
    BatchDeployStatus deploy = Objects.requireNonNull(status.getBatchDeployStatus());
    change.accept(deploy, Objects.requireNonNull(deploy.getRollback()));
    return ReleaseReader.read(status).rollback();
  }

  private static void assertReadAsWritten(Release release) {
    assertThat(ReleaseReader.read(written(release))).isEqualTo(release);
  }

  private static StatefulSetPlusStatus written(Release release) {
    ToyCluster cluster = ToyCluster.inBatches(c -> c);
    return StatusFactory.build(cluster.snapshot(), release, 1, "app=web", null, "");
  }

  private static Release release(Release.Phase phase, Batch batch, @Nullable Rollback rollback) {
    return new Release(
        phase,
        Release.Action.WAIT_TO_CONFIRM,
        "v2",
        "v3",
        "v1",
        "v0",
        "v4",
        "",
        Ordinals.of(3),
        List.of(batch),
        AT.plusSeconds(10),
        AT.plusSeconds(20),
        5,
        rollback,
        new Commands("1", "v1", "", "2", "v2"));
  }
}
