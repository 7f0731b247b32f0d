package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.BatchStatus;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.ReleaseAction;
import platform.tkex.statefulsetplus.events.Note;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.Amount;
import platform.tkex.statefulsetplus.model.BatchConfig;

/** How a batch begins, is judged and is judged again. Ten pods in five batches. */
class BatchesTest {
  @Test
  void aBatchIsIssuedOnceNoneOfItsPodsIsOld() {
    ToyCluster cluster = running(Edits::serial);
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.layout()).endsWith("v1 v2");
    assertThat(cluster.deploy().getAction()).isEqualTo(ReleaseAction.NEXT);
    cluster.change(8, Edits::terminating);
    cluster.pass();
    assertThat(cluster.deploy().getAction()).isEqualTo(ReleaseAction.WAIT_TO_CONFIRM);
  }

  @Test
  void aLostPodIsNoOldOne() {
    ToyCluster cluster = running(Edits::serial);
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle();
    cluster.lose(8);
    cluster.pass();
    assertThat(cluster.deploy().getAction()).isEqualTo(ReleaseAction.WAIT_TO_CONFIRM);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.PROGRESSING);
  }

  @Test
  void eachBatchIsTold() {
    ToyCluster cluster = running(c -> Edits.confirmed(Edits.sizes(c, 2)));
    cluster.apply("v2");
    cluster.pass();
    cluster.command(c -> Edits.confirm(c, "1"));
    cluster.settle();
    assertThat(texts(cluster, Reason.BATCH_STARTED))
        .containsExactly(
            "Batch 1 of 2 started: 5 pods (5-9) to v2", "Batch 2 of 2 started: 5 pods (0-4) to v2");
    assertThat(texts(cluster, Reason.BATCH_SUCCEEDED))
        .containsExactly("Batch 1 succeeded: 5 pods", "Batch 2 succeeded: 5 pods");
    assertThat(texts(cluster, Reason.WAITING_FOR_CONFIRMATION))
        .containsExactly("Batch 2 waits for its confirmation by annotation");
  }

  @Test
  void automaticBatchesWaitForNobody() {
    ToyCluster cluster = running(c -> c);
    cluster.apply("v2");
    cluster.settle();
    assertThat(texts(cluster, Reason.WAITING_FOR_CONFIRMATION)).isEmpty();
  }

  /** 6 and 7 break and use up the budget, so that 5 is still old when the deadline comes. */
  @Test
  void whatABatchHasLeftBehindFollows() {
    ToyCluster cluster = running(BatchesTest::tolerant);
    cluster.brokenOrdinals.put("v2", Set.of(6, 7));
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.layout()).endsWith("v1 v1 v2 v2 v2 v2");
    cluster.wait(Duration.ofSeconds(60)).settle();
    assertThat(texts(cluster, Reason.BATCH_SUCCEEDED))
        .containsExactly("Batch 1 succeeded: 5 pods, 3 failed within the tolerance");
    assertThat(cluster.layout()).endsWith("v1 v2 v2 v2 v2 v2");
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_FOR_CONFIRMATION);
  }

  private static BatchConfig tolerant(BatchConfig plan) {
    BatchConfig two = Edits.confirmed(Edits.sizes(plan, 2));
    return Edits.tolerance(Edits.maxUnavailable(two, Amount.percentOf(40)), Amount.percentOf(60));
  }

  @Test
  void aBatchThatBreaksBeforeTheNextOneIsJudgedAgain() {
    ToyCluster cluster = brokenInTheInterval();
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.PROGRESSING);
    assertThat(texts(cluster, Reason.BATCH_BROKEN))
        .containsExactly(
            "Batch 1 had succeeded, but 1 of its 2 pods are not available; nothing goes on");
    cluster.wait(Duration.ofSeconds(59)).settle();
    assertThat(cluster.layout()).endsWith("v1 v1 v2 v2");
    cluster.wait(Duration.ofSeconds(1)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void aBatchThatRecoversGoesOn() {
    ToyCluster cluster = brokenInTheInterval();
    cluster.settle();
    cluster.brokenOrdinals.clear();
    cluster.settle().wait(Duration.ofMinutes(5)).settle();
    assertThat(cluster.layout()).endsWith("v1 v1 v2 v2 v2 v2");
  }

  @Test
  void pausedNoBatchIsJudgedAgain() {
    ToyCluster cluster = brokenInTheInterval();
    cluster.pause(true);
    cluster.settle();
    assertThat(texts(cluster, Reason.BATCH_BROKEN)).isEmpty();
    assertThat(outcome(cluster)).isEqualTo(BatchOutcome.SUCCEEDED);
  }

  @Test
  void theLastBatchTakesWhatScaleOutAdds() {
    ToyCluster cluster = inLastBatch();
    cluster.wait(Duration.ofSeconds(50));
    cluster.broken.add("v2");
    cluster.scale(12);
    cluster.settle();
    assertThat(cluster.deploy().getBatchOrder()).isEqualTo(5);
    assertThat(cluster.deploy().getBatchReplicas()).isEqualTo(4);
    assertThat(outcome(cluster)).isEqualTo(BatchOutcome.PROGRESSING);
    assertThat(cluster.layout()).endsWith("v2 v2 v2");
    cluster.wait(Duration.ofSeconds(59)).settle();
    assertThat(outcome(cluster)).isEqualTo(BatchOutcome.PROGRESSING);
    cluster.wait(Duration.ofSeconds(1)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void pausedTheLastBatchTakesNothing() {
    ToyCluster cluster = inLastBatch();
    cluster.pause(true);
    cluster.scale(12);
    cluster.settle();
    assertThat(cluster.deploy().getBatchReplicas()).isEqualTo(2);
    assertThat(cluster.layout()).endsWith("v2 v1 v1");
  }

  @Test
  void aFailureIsToldWithItsPods() {
    ToyCluster cluster = running(c -> Edits.scope(c, BatchConfig.RollbackScope.NONE));
    cluster.brokenOrdinals.put("v2", Set.of(8));
    cluster.apply("v2");
    cluster.settle().wait(Duration.ofSeconds(60)).settle();
    assertThat(texts(cluster, Reason.BATCH_FAILED))
        .containsExactly(
            "Batch 1 failed: 1 of 2 pods were not done by the deadline, 0 tolerated:"
                + " 1 pending (8)");
    assertThat(texts(cluster, Reason.RELEASE_FAILED))
        .containsExactly("The release of v2 stopped and waits: rollbackScope is None");
  }

  @Test
  void aReleaseWithNothingToReturnToStops() {
    ToyCluster cluster = adopted();
    cluster.broken.add("v2");
    cluster.settle().wait(Duration.ofSeconds(60)).settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v1 v1 v2 v2");
    assertThat(texts(cluster, Reason.RELEASE_FAILED))
        .containsExactly(
            "The release of v2 stopped and waits: no revision was ever good, there is nothing to"
                + " return to");
  }

  /** Deleted with its pods left, and applied again: the few that are left wait for their batch. */
  @Test
  void theRestOfAnAdoptedReleaseIsReleasedInBatchesToo() {
    ToyCluster before = running(c -> c);
    before.apply("v2");
    before.until(_ -> before.count("v2") == 8);
    ToyCluster cluster = ToyCluster.inBatches(Edits::confirmed);
    cluster.pods.putAll(before.pods);
    cluster.apply("v2");

    cluster.settle();

    assertThat(cluster.layout()).isEqualTo("v1 v2 v2 v2 v2 v2 v2 v2 v2 v2");
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_FOR_CONFIRMATION);
    assertThat(cluster.release().lastGood()).isEmpty();
  }

  /** Their names were taken by another owner, which lets go of them after the first pass. */
  @Test
  void podsThatAreAdoptedLaterWaitForTheirBatchToo() {
    ToyCluster before = running(c -> c);
    ToyCluster cluster = ToyCluster.inBatches(Edits::confirmed);
    cluster.apply("v2");
    cluster.pass();
    cluster.pods.clear();
    cluster.pods.putAll(before.pods);

    cluster.settle();

    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v1 v1 v2 v2");
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_FOR_CONFIRMATION);
  }

  /** Its batch stays as it is until there are replicas again. */
  @Test
  void aPodOfTheBatchThatIsScaledAwayGoesOnce() {
    ToyCluster cluster = running(c -> Edits.sizes(c, 2));
    cluster.apply("v2");
    cluster.until(_ -> cluster.release().currentBatch() != null);
    cluster.scale(0);

    assertThat(Actions.texts(cluster.planned()))
        .hasSize(10)
        .allMatch(text -> text.endsWith(": scale-in"));
  }

  @Test
  void aReleaseWhoseBaseWasDeletedStops() {
    ToyCluster cluster = running(c -> c);
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle();
    cluster.deleteRevision("v1");
    cluster.wait(Duration.ofSeconds(60)).settle();
    assertThat(texts(cluster, Reason.RELEASE_FAILED))
        .containsExactly(
            "The release of v2 stopped and waits: somebody deleted revision v1, there is nothing"
                + " to return to");
  }

  @Test
  void podsThatAPlanFindsAtTheTargetKeepIt() {
    ToyCluster cluster = plainlyBegun();
    cluster.edit(w -> Edits.batches(w, Edits.confirmed(ToyCluster.plan())));
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v2 v2 v2 v2 v2 v2 v2");
    cluster.lose(9);
    cluster.lose(5);
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v2 v2 v2 v2 v2 v2 v2");
  }

  @Test
  void aPlanThatFindsAllDoneCompletes() {
    ToyCluster cluster = plainlyBegun();
    cluster.settle();
    cluster.edit(w -> Edits.batches(w, ToyCluster.plan()));
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
    assertThat(cluster.deploy().getBatches()).isEmpty();
  }

  @Test
  void aPlanThatFindsOnlyBrokenPodsJudgesThose() {
    ToyCluster cluster = plainlyBegun();
    cluster.brokenOrdinals.put("v2", Set.of(0));
    cluster.until(_ -> cluster.count("v2") == 10);
    cluster.edit(w -> Edits.batches(w, ToyCluster.plan()));
    cluster.settle();
    assertThat(cluster.deploy().getBatches())
        .extracting(BatchStatus::getOrdinals)
        .containsExactly("0");
    cluster.wait(Duration.ofSeconds(60)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void aReturnedBatchWaitsForItsTurnWhenTheReleaseIsTriedAgain() {
    ToyCluster cluster = running(Edits::confirmed);
    cluster.apply("v2");
    cluster.pass();
    cluster.command(c -> Edits.confirm(c, "1"));
    cluster.settle();
    cluster.command(c -> Edits.rollbackBatch(c, "1"));
    cluster.settle();
    cluster.command(c -> Edits.retry(c, "v2"));
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v1 v1");
    cluster.command(c -> Edits.confirm(c, "2"));
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v2 v2 v2 v2 v2");
  }

  private static ToyCluster running(UnaryOperator<BatchConfig> edit) {
    ToyCluster cluster = ToyCluster.inBatches(edit).settle();
    cluster.forget();
    return cluster;
  }

  /** Batch 1 succeeded, pod 8 broke since, and the interval has just ended. */
  private static ToyCluster brokenInTheInterval() {
    ToyCluster cluster = running(c -> Edits.interval(c, Duration.ofMinutes(5)));
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_INTERVAL);
    cluster.brokenOrdinals.put("v2", Set.of(8));
    cluster.change(8, Edits::unready);
    return cluster.wait(Duration.ofMinutes(5));
  }

  /** All ten are updated; the last batch waits for its confirmation. */
  private static ToyCluster inLastBatch() {
    ToyCluster cluster = running(Edits::confirmed);
    cluster.apply("v2");
    cluster.pass();
    cluster.command(c -> Edits.confirm(c, "4"));
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(10);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_FOR_CONFIRMATION);
    return cluster;
  }

  /** Pods at v1 were there before the workload, whose first template is v2. */
  private static ToyCluster adopted() {
    ToyCluster before = running(c -> c);
    ToyCluster cluster = ToyCluster.inBatches(c -> c);
    cluster.pods.putAll(before.pods);
    cluster.apply("v2");
    return cluster;
  }

  /** A plain release of v2 has come to some of the pods. */
  private static ToyCluster plainlyBegun() {
    ToyCluster cluster = running(c -> c);
    cluster.edit(w -> Edits.batches(w, null));
    cluster.apply("v2");
    cluster.until(_ -> cluster.count("v2") == 6);
    return cluster;
  }

  private static List<String> texts(ToyCluster cluster, Reason reason) {
    return cluster.notes.stream().filter(n -> n.reason() == reason).map(Note::text).toList();
  }

  private static @Nullable BatchOutcome outcome(ToyCluster cluster) {
    return Objects.requireNonNull(cluster.deploy().getBatches())
        .get(cluster.release().batches().size() - 1)
        .getOutcome();
  }
}
