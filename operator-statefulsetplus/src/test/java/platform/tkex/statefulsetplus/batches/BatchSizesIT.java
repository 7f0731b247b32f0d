package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.statefulsetplus.batches.LiveWorkload.down;

import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.BatchStatus;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.Ordinals;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.StatefulSetPlusBuilder;

/** How many pods each batch gets, and in which order they come. */
class BatchSizesIT extends BatchTest {

  /** Releases v2 by itself and proves that the batches came in this order, each whole. */
  private void releasesInBatches(StatefulSetPlusBuilder manifest, int[]... batches) {
    LiveWorkload web = running(manifest);
    PodHistory.Mark mark = web.history().mark();

    web.release("app:v2").awaitReleased();

    Journeys.cameInSequence(web.history().since(mark), "app:v2", batches);
    List<BatchStatus> told = web.release().getBatches();
    assertThat(told).extracting(BatchStatus::getReplicas).containsExactly(sizes(batches));
    assertThat(told).extracting(BatchStatus::getOutcome).containsOnly(BatchOutcome.SUCCEEDED);
    assertThat(web.release().getBatchOrdinal()).isEqualTo(batches[batches.length - 1][0]);
  }

  private static Integer[] sizes(int[]... batches) {
    Integer[] sizes = new Integer[batches.length];
    for (int i = 0; i < batches.length; i++) {
      sizes[i] = batches[i].length;
    }
    return sizes;
  }

  private static int[] batch(int... ordinals) {
    return ordinals;
  }

  @Test
  void numbersAreTakenFromTheTopAndTheLastBatchTakesTheRest() {
    releasesInBatches(
        web(6).autoBatches("1", "2").batches(c -> c.setBatchNum(3)),
        batch(5),
        batch(3, 4),
        batch(0, 1, 2));
  }

  @Test
  void percentagesAreOfTheReplicasAndRoundedUp() {
    releasesInBatches(
        web(7).autoBatches("20%", "50%", "100%"), batch(5, 6), batch(1, 2, 3, 4), batch(0));
  }

  @Test
  void withoutSizesTheFirstBatchesGetOneMore() {
    releasesInBatches(web(7).batches(3, true), batch(4, 5, 6), batch(2, 3), batch(0, 1));
  }

  @Test
  void batchesWithoutAnEntryShareWhatIsLeft() {
    releasesInBatches(
        web(6).autoBatches("1").batches(c -> c.setBatchNum(3)),
        batch(5),
        batch(2, 3, 4),
        batch(0, 1));
  }

  @Test
  void moreBatchesThanPodsAreSkipped() {
    releasesInBatches(web(3).batches(5, true), batch(2), batch(1), batch(0));
  }

  @Test
  void batchesBeyondTheLastPodAreSkipped() {
    releasesInBatches(web(5).autoBatches("4", "4", "4"), batch(1, 2, 3, 4), batch(0));
  }

  @Test
  void aBatchOfNoPodsIsSkippedAndKeepsItsNumber() {
    LiveWorkload web = running(web(3).autoBatches("0", "1", "0%", "2"));
    web.release("app:v2").awaitReleased();
    assertThat(web.release().getBatches()).extracting(BatchStatus::getOrder).containsExactly(2, 4);
    assertThat(web.release().getBatches())
        .extracting(BatchStatus::getReplicas)
        .containsExactly(1, 2);
  }

  @Test
  void ordinalsCountFromTheirStart() {
    LiveWorkload web = running(web(3).spec(BatchSizesIT::startAtFive).autoBatches("1", "2"));
    PodHistory.Mark mark = web.history().mark();
    web.release("app:v2").awaitReleased();
    Journeys.cameInSequence(web.history().since(mark), "app:v2", batch(7), batch(5, 6));
    assertThat(web.release().getBatches())
        .extracting(BatchStatus::getOrdinal)
        .containsExactly(7, 5);
  }

  private static void startAtFive(StatefulSetPlusSpec spec) {
    Ordinals ordinals = new Ordinals();
    ordinals.setStart(5);
    spec.setOrdinals(ordinals);
  }

  @Test
  void aPercentageIsOfTheReplicasWhenTheBatchStarts() {
    LiveWorkload web = running(confirmed(web(4).autoBatches("25%", "25%", "100%")));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);

    web.scale(8).awaitImages("v1 v1 v1 v2 v1 v1 v1 v1").confirm("1");

    web.await(w -> w.hasBatch(2, 6, 2).hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
    web.awaitImages("v1 v1 v1 v2 v1 v1 v2 v2");
  }

  @Test
  @DisplayName("Case 35: 20 to 100% in steps, each approved; updated and ready as the step says")
  void stepsOfTwentyPercentEachApproved() {
    IntOrString fifth = new IntOrString("20%");
    LiveWorkload web =
        running(
            confirmed(web(10).batches(5, false))
                .batches(c -> c.setPodsNumToUpdate(List.of(fifth, fifth, fifth, fifth, fifth))));
    PodHistory.Mark mark = web.history().mark();
    web.release("app:v2");
    for (int step = 1; step <= 5; step++) {
      int order = step;
      web.await(w ->
          w.hasBatch(order, 10 - 2 * order, 2)
              .hasGeneralStatus(GeneralStatus.WAITING_FOR_CONFIRMATION));
      assertThat(web.status().getUpdatedReadyReplicas()).isEqualTo(2 * order);
      BatchDeployStatus release = web.release();
      assertThat(release.getCurrentOrderSuccessPer()).isEqualTo(100);
      assertThat(release.getCurrentDeployComplete()).isFalse();
      web.confirm(Integer.toString(order));
    }
    web.awaitReleased();
    Journeys.cameInSequence(
        web.history().since(mark),
        "app:v2",
        down(9, 8),
        down(7, 6),
        down(5, 4),
        down(3, 2),
        down(1, 0));
  }
}
