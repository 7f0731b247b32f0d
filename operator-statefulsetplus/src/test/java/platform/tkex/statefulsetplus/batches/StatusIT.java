package platform.tkex.statefulsetplus.batches;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.BatchStatus;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.OrderProgress;
import platform.tkex.crds.statefulsetplus.ReleaseAction;
import platform.tkex.crds.statefulsetplus.RollbackStage;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Pods;

/** What status tells at every stage of a release. */
class StatusIT extends BatchTest {

  @Test
  void everyFieldAtEveryStage() {
    LiveWorkload web = running(confirmed(web(4).autoBatches("2", "2")));
    firstRolloutIsComplete(web);

    web.releaseUnready("app:v2").await(w -> w.hasUpdatedReplicas(2).hasBatch(1, 2, 2));
    web.awaitPasses();
    batchOneIsIssued(web);

    web.makeReady("app:v2", 3);
    web.await(w -> w.hasReadyReplicas(3));
    assertThat(web.release().getCurrentOrderSuccessPer()).isEqualTo(50);
    web.makeReady("app:v2", 2);
    web.awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    batchOneWaits(web);

    web.confirm("2").makeReady("app:v2", 1, 0);
    web.awaitReleased();
    allIsComplete(web);
  }

  private static void firstRolloutIsComplete(LiveWorkload web) {
    StatefulSetPlusStatus status = web.status();
    String v1 = web.revision("app:v1");
    assertThat(
            List.of(
                status.getCurrentRevision(),
                status.getUpdateRevision(),
                status.getLastGoodRevision()))
        .containsOnly(v1);
    assertThat(status.getFailedRevision()).isEmpty();
    assertThat(status.getLabelSelector()).isEqualTo("app=web");
    assertThat(requireNonNull(status.getColumns()).getReady()).isEqualTo("4/4");
    assertThat(requireNonNull(status.getColumns()).getUpdated()).isEqualTo("4/4");
    assertThat(requireNonNull(status.getColumns()).getBatch()).isEqualTo("-");
    BatchDeployStatus release = web.release();
    assertThat(release.getAction()).isEqualTo(ReleaseAction.COMPLETED);
    assertThat(release.getCurrentDeployComplete()).isTrue();
    assertThat(release.getTargetRevision()).isEqualTo(v1);
    assertThat(release.getMessage()).contains(v1);
    assertThat(release.getBatchOrder()).isNull();
  }

  private static void batchOneIsIssued(LiveWorkload web) {
    StatefulSetPlusStatus status = web.status();
    assertThat(status.getReplicas()).isEqualTo(4);
    assertThat(status.getReadyReplicas()).isEqualTo(2);
    assertThat(status.getAvailableReplicas()).isEqualTo(2);
    assertThat(status.getCurrentReplicas()).isEqualTo(2);
    assertThat(status.getUpdatedReplicas()).isEqualTo(2);
    assertThat(status.getUpdatedReadyReplicas()).isZero();
    assertThat(status.getCurrentRevision()).isEqualTo(web.revision("app:v1"));
    assertThat(status.getUpdateRevision()).isEqualTo(web.revision("app:v2"));
    assertThat(status.getLastGoodRevision()).isEqualTo(web.revision("app:v1"));
    assertThat(requireNonNull(status.getColumns()).getReady()).isEqualTo("2/4");
    assertThat(requireNonNull(status.getColumns()).getUpdated()).isEqualTo("2/4");
    assertThat(requireNonNull(status.getColumns()).getBatch()).isEqualTo("1/2");
    BatchDeployStatus release = web.release();
    assertThat(release.getAction()).isEqualTo(ReleaseAction.WAIT_TO_CONFIRM);
    assertThat(release.getGeneralStatus()).isEqualTo(GeneralStatus.PROGRESSING);
    assertThat(release.getCurrentOrderProgress()).isEqualTo(OrderProgress.PROGRESSING);
    assertThat(release.getCurrentOrderSuccessPer()).isZero();
    assertThat(release.getCurrentDeployComplete()).isFalse();
    assertThat(release.getCurrentRollbackProgress()).isEqualTo(RollbackStage.NONE);
    assertThat(Instant.parse(release.getBatchDeadlineTime())).isAfter(Instant.now());
    web.await(w ->
        w.hasCondition("Progressing", true, "Progressing")
            .hasCondition("Available", false)
            .hasCondition("NodeDrift", false));
    told(requireNonNull(release.getBatches()).get(0), 1, 2, 2, BatchOutcome.PROGRESSING, 2, 0);
    told(requireNonNull(release.getBatches()).get(1), 2, 0, 2, BatchOutcome.PENDING, 0, 0);
    assertThat(requireNonNull(release.getBatches()).get(1).getStartTime()).isNull();
  }

  private static void batchOneWaits(LiveWorkload web) {
    BatchDeployStatus release = web.release();
    assertThat(release.getAction()).isEqualTo(ReleaseAction.WAIT_TO_CONFIRM);
    assertThat(release.getCurrentOrderProgress()).isEqualTo(OrderProgress.SUCCEEDED);
    assertThat(release.getCurrentOrderSuccessPer()).isEqualTo(100);
    assertThat(release.getCurrentDeployComplete()).isFalse();
    assertThat(release.getMessage()).contains(web.revision("app:v2") + "/1");
    BatchStatus first = requireNonNull(release.getBatches()).getFirst();
    told(first, 1, 2, 2, BatchOutcome.SUCCEEDED, 2, 2);
    assertThat(Instant.parse(first.getEndTime())).isAfter(Instant.parse(first.getStartTime()));
  }

  private static void allIsComplete(LiveWorkload web) {
    StatefulSetPlusStatus status = web.status();
    assertThat(status.getUpdatedReadyReplicas()).isEqualTo(4);
    assertThat(status.getCurrentReplicas()).isEqualTo(4);
    assertThat(status.getCurrentRevision()).isEqualTo(web.revision("app:v2"));
    assertThat(requireNonNull(status.getColumns()).getBatch()).isEqualTo("2/2");
    BatchDeployStatus release = web.release();
    assertThat(release.getBatchDeadlineTime()).isNull();
    told(requireNonNull(release.getBatches()).get(0), 1, 2, 2, BatchOutcome.SUCCEEDED, 2, 2);
    told(requireNonNull(release.getBatches()).get(1), 2, 0, 2, BatchOutcome.SUCCEEDED, 2, 2);
    web.await(w ->
        w.hasCondition("Progressing", false, "Completed")
            .hasCondition("Available", true, "AllReplicasAvailable")
            .hasCondition("ReleaseFailed", false, "NoFailure"));
  }

  private static void told(
      BatchStatus batch,
      int order,
      int ordinal,
      int replicas,
      BatchOutcome outcome,
      int updated,
      int ready) {
    assertThat(batch.getOrder()).isEqualTo(order);
    assertThat(batch.getOrdinal()).isEqualTo(ordinal);
    assertThat(batch.getReplicas()).isEqualTo(replicas);
    assertThat(batch.getOutcome()).isEqualTo(outcome);
    assertThat(batch.getUpdated()).isEqualTo(updated);
    assertThat(batch.getReady()).isEqualTo(ready);
    assertThat(batch.getFailed()).isZero();
  }

  @Test
  void theWordsOfAnAutomaticReleaseInTheirOrder() {
    LiveWorkload web = running(web(4).autoBatches("1", "1", "2"));
    int mark = web.statuses().mark();
    web.release("app:v2").awaitReleased();
    Await.until(
        "the watch tells of the end",
        () -> {
          List<GeneralStatus> told = web.statuses().story(mark);
          return told.contains(GeneralStatus.PROGRESSING)
              && told.getLast() == GeneralStatus.COMPLETED;
        });
    List<GeneralStatus> story = web.statuses().story(mark);
    // the watch may tell late of the status before
    assertThat(story.subList(story.indexOf(GeneralStatus.PROGRESSING), story.size()))
        .containsExactly(GeneralStatus.PROGRESSING, GeneralStatus.COMPLETED);
    List<Integer> orders =
        web.statuses().releases().stream()
            .skip(mark)
            .map(BatchDeployStatus::getBatchOrder)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    assertThat(orders).containsExactly(1, 2, 3);
  }

  @Test
  @DisplayName("its size does not grow with the number of pods")
  void sizeIsThatOfThePlan() {
    int small = sizeAfterARelease(6);
    int large = sizeAfterARelease(60);
    // digits of counts and ordinals
    assertThat(large - small).isLessThan(100);
  }

  private int sizeAfterARelease(int replicas) {
    LiveWorkload web = running(named("size-" + replicas, replicas).batches(3, false));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    return Serialization.asJson(web.status()).length();
  }

  /** No labels of batches on pods: the batch of each pod is told by status alone. */
  @Test
  @DisplayName("Case 46 without batch labels: batches in status fit the pods at every stage")
  void batchesFitThePods() {
    LiveWorkload web = running(confirmed(web(6).autoBatches("2", "2", "2")));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    fitsThePods(web, "4-5", "2-3", "0-1");
    web.confirm("1").await(w -> w.hasBatchOrder(2));
    web.awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    fitsThePods(web, "4-5", "2-3", "0-1");

    web.scale(5).awaitImages("v1 v1 v2 v2 v2").await(w -> w.hasBatchSizes(1, 2, 2));
    fitsThePods(web, "4", "2-3", "0-1");

    List<String> before = web.pods().stream().map(Pods::uid).toList();
    web.annotate("example.com/release", "another id").awaitPasses();
    assertThat(web.pods().stream().map(Pods::uid)).isEqualTo(before);

    web.annotate("platform.tkex/rollback-batch", "2").awaitGeneral(GeneralStatus.ROLLED_BACK);
    web.awaitImages("v1 v1 v1 v1 v2").await(w -> w.hasOutcome(2, BatchOutcome.ROLLED_BACK));
    fitsThePods(web, "4", "2-3");
  }

  /** Pods of started batches that were not returned are at the target, and no other pod is. */
  private static void fitsThePods(LiveWorkload web, String... members) {
    List<BatchStatus> batches = requireNonNull(web.release().getBatches());
    assertThat(batches).extracting(BatchStatus::getOrdinals).containsExactly(members);
    List<Integer> updated =
        batches.stream()
            .filter(batch -> batch.getOutcome() == BatchOutcome.SUCCEEDED)
            .flatMap(
                batch -> Ordinals.parse(requireNonNull(batch.getOrdinals())).ascending().boxed())
            .toList();
    String target = web.release().getTargetRevision();
    assertThat(
            web.pods().stream().filter(pod -> Pods.revision(pod).equals(target)).map(Pods::ordinal))
        .containsExactlyInAnyOrderElementsOf(updated);
    assertThat(web.pods())
        .allSatisfy(pod ->
            assertThat(pod.getMetadata().getLabels())
                .containsOnlyKeys(
                    "app",
                    Pods.REVISION_LABEL,
                    "statefulset.kubernetes.io/pod-name",
                    "apps.kubernetes.io/pod-index"));
  }
}
