package platform.tkex.statefulsetplus.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.Condition;
import platform.tkex.crds.statefulsetplus.BatchStatus;
import platform.tkex.crds.statefulsetplus.OrderProgress;
import platform.tkex.crds.statefulsetplus.ReadableColumns;
import platform.tkex.crds.statefulsetplus.RollbackStatus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Objection;
import platform.tkex.statefulsetplus.plan.Edits;
import platform.tkex.statefulsetplus.plan.ToyCluster;

/** Status tells what is, in numbers. Ten pods in five batches. */
class StatusFactoryTest {
  @Test
  void countersCountAsAppsV1Does() {
    ToyCluster cluster = inBatchTwo();
    cluster.change(9, Edits::unready);
    cluster.change(8, Edits::terminating);
    cluster.change(0, Edits::terminating);
    cluster.lose(1);
    cluster.pass();
    StatefulSetPlusStatus status = status(cluster);
    assertThat(status.getReplicas()).isEqualTo(9);
    assertThat(status.getReadyReplicas()).isEqualTo(8);
    assertThat(status.getAvailableReplicas()).isEqualTo(6);
    assertThat(status.getCurrentReplicas()).isEqualTo(4);
    assertThat(status.getUpdatedReplicas()).isEqualTo(3);
    assertThat(status.getUpdatedReadyReplicas()).isEqualTo(2);
    ReadableColumns columns = Objects.requireNonNull(status.getColumns());
    assertThat(columns.getReady()).isEqualTo("8/10");
    assertThat(columns.getUpdated()).isEqualTo("3/10");
    assertThat(columns.getBatch()).isEqualTo("2/5");
  }

  @Test
  void whatIsObservedIsNamed() {
    ToyCluster cluster = inBatchTwo();
    StatefulSetPlusStatus status = status(cluster);
    assertThat(status.getObservedGeneration()).isEqualTo(1);
    assertThat(status.getLabelSelector()).isEqualTo("app=web");
    assertThat(status.getCollisionCount()).isZero();
    assertThat(status.getCurrentRevision()).isEqualTo("v1");
    assertThat(status.getUpdateRevision()).isEqualTo("v2");
    assertThat(status.getLastGoodRevision()).isEqualTo("v1");
    assertThat(cluster.deploy().getTargetRevision()).isEqualTo("v2");
  }

  @Test
  void collisionsStayCounted() {
    ToyCluster cluster = inBatchTwo();
    status(cluster).setCollisionCount(3);
    cluster.pass();
    assertThat(status(cluster).getCollisionCount()).isEqualTo(3);
  }

  @Test
  void theRunningBatchIsTold() {
    ToyCluster cluster = inBatches(c -> c);
    cluster.brokenOrdinals.put("v2", Set.of(8));
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.deploy().getBatchOrder()).isEqualTo(1);
    assertThat(cluster.deploy().getBatchOrdinal()).isEqualTo(8);
    assertThat(cluster.deploy().getBatchReplicas()).isEqualTo(2);
    assertThat(cluster.deploy().getCurrentOrderSuccessPer()).isEqualTo(50);
    assertThat(cluster.deploy().getCurrentOrderProgress()).isEqualTo(OrderProgress.PROGRESSING);
    assertThat(cluster.deploy().getCurrentDeployComplete()).isFalse();
  }

  @Test
  void aBatchThatSucceededAndOneThatDidNotAreTold() {
    ToyCluster cluster = inBatchTwo();
    assertThat(cluster.deploy().getCurrentOrderProgress()).isEqualTo(OrderProgress.SUCCEEDED);
    cluster.command(c -> Edits.rollbackBatch(c, "2"));
    cluster.settle();
    assertThat(cluster.deploy().getCurrentOrderProgress()).isEqualTo(OrderProgress.FAILED);
  }

  /** order, first ordinal, pods, ordinals, outcome, updated, ready, failed. */
  @Test
  void startedAndPlannedBatchesAreListed() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.confirm(c, "2"));
    cluster.broken.add("v2");
    cluster.until(_ -> cluster.count("v2") == 6);
    cluster.change(9, Edits::unready);
    cluster.pass();
    assertThat(cluster.deploy().getBatches())
        .extracting(StatusFactoryTest::line)
        .containsExactly(
            "1 8 2 8-9 SUCCEEDED 2 1 0",
            "2 6 2 6-7 SUCCEEDED 2 2 0",
            "3 4 2 4-5 PROGRESSING 2 0 0",
            "4 2 2 2-3 PENDING 0 0 0",
            "5 0 2 0-1 PENDING 0 0 0");
  }

  @Test
  void onlyTheLastBatchTakesTheRest() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.confirm(c, "4"));
    cluster.settle();
    assertThat(cluster.deploy().getBatches())
        .extracting(BatchStatus::getTakesRest)
        .containsExactly(null, null, null, null, true);
  }

  @Test
  void aFirstRolloutHasNoBatches() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c);
    cluster.broken.add("v1");
    cluster.settle();
    assertThat(cluster.deploy().getBatches()).isEmpty();
    assertThat(cluster.column()).isEqualTo("-");
  }

  @Test
  void noBatchHasStartedWhilePausedFromTheFirst() {
    ToyCluster cluster = inBatches(c -> c);
    cluster.pause(true);
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.column()).isEqualTo("0/5");
    assertThat(cluster.deploy().getBatchOrder()).isNull();
  }

  @Test
  void aStoppedReleaseStillSaysHowManyBatchesItHad() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.rollbackBatch(c, "2"));
    cluster.settle();
    assertThat(cluster.deploy().getBatches()).hasSize(2);
    assertThat(cluster.column()).isEqualTo("2/5");
    cluster.edit(w -> Edits.batches(w, null));
    cluster.settle();
    assertThat(cluster.column()).isEqualTo("2/2");
  }

  @Test
  void completeMeansThatNoOtherTemplateIsRefused() {
    ToyCluster cluster = inBatches(c -> c);
    assertThat(cluster.deploy().getCurrentDeployComplete()).isTrue();
    cluster.objection = new Objection("no", false);
    cluster.pass();
    assertThat(cluster.deploy().getCurrentDeployComplete()).isFalse();
  }

  @Test
  void aRollbackIsTold() {
    ToyCluster cluster = inBatchTwo();
    cluster.broken.add("v1");
    cluster.command(c -> Edits.rollback(c, "v1", "in-batches"));
    cluster.settle();
    assertThat(line(Objects.requireNonNull(cluster.deploy().getRollback())))
        .isEqualTo("v1 ANNOTATION IN_BATCHES 1 9 2026-01-01T00:00:00Z 2026-01-01T00:01:00Z");
  }

  @Test
  void aConditionsTimeMovesWithItsStatusOnly() {
    ToyCluster cluster = inBatches(c -> c);
    assertThat(cluster.condition("Available").getLastTransitionTime())
        .isEqualTo("2026-01-01T00:00:00Z");
    cluster.wait(Duration.ofMillis(5_700));
    cluster.lose(3);
    cluster.pass();
    assertThat(cluster.condition("Available").getLastTransitionTime())
        .isEqualTo("2026-01-01T00:00:05Z");
    assertThat(cluster.condition("Progressing").getLastTransitionTime())
        .isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void allConditionsAreThereAndSayOfWhichGeneration() {
    ToyCluster cluster = inBatches(c -> c);
    assertThat(status(cluster).getConditions())
        .extracting(Condition::getType, Condition::getObservedGeneration)
        .map(Object::toString)
        .containsExactly(
            "(\"Available\", 1L)",
            "(\"Progressing\", 1L)",
            "(\"ReleaseFailed\", 1L)",
            "(\"Paused\", 1L)",
            "(\"NodeDrift\", 1L)");
  }

  private static ToyCluster inBatches(UnaryOperator<BatchConfig> edit) {
    return ToyCluster.inBatches(edit).settle();
  }

  private static ToyCluster inBatchTwo() {
    ToyCluster cluster = inBatches(Edits::confirmed);
    cluster.apply("v2");
    cluster.pass();
    cluster.command(c -> Edits.confirm(c, "1"));
    return cluster.settle();
  }

  private static StatefulSetPlusStatus status(ToyCluster cluster) {
    return Objects.requireNonNull(cluster.status);
  }

  private static String line(BatchStatus batch) {
    return words(
        batch.getOrder(),
        batch.getOrdinal(),
        batch.getReplicas(),
        batch.getOrdinals(),
        batch.getOutcome(),
        batch.getUpdated(),
        batch.getReady(),
        batch.getFailed());
  }

  private static String line(RollbackStatus rollback) {
    return words(
        rollback.getTo(),
        rollback.getReason(),
        rollback.getMode(),
        rollback.getOrder(),
        rollback.getOrdinals(),
        rollback.getStartTime(),
        rollback.getDeadline());
  }

  private static String words(@Nullable Object... values) {
    return String.join(" ", Stream.of(values).map(StatusFactoryTest::word).toList());
  }

  private static String word(@Nullable Object value) {
    return value instanceof Enum<?> constant ? constant.name() : String.valueOf(value);
  }
}
