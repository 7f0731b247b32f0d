package platform.tkex.statefulsetplus.batches;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.IntOrString;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.RollbackScope;
import platform.tkex.testkit.StatefulSetPlusBuilder;

/** How many pods of a batch may fail. */
@DisplayName("Case 45: tolerance of 20% of 10 pods")
class ToleranceIT extends BatchTest {

  private static StatefulSetPlusBuilder tolerant(
      StatefulSetPlusBuilder manifest, IntOrString pods) {
    return manifest.batches(config -> {
      config.setFailedPodsTolerance(pods);
      config.setRollbackScope(RollbackScope.NONE);
    });
  }

  /** Ten pods in one batch; all but the given number get ready in time. */
  private LiveWorkload releaseOfTen(int broken) {
    LiveWorkload web =
        running(timeout(tolerant(web(10).autoBatches("100%"), new IntOrString("20%")), 2 * SOON));
    web.releaseUnready("app:v2").makeReady("app:v2", LiveWorkload.down(9, broken));
    return web;
  }

  @Test
  @DisplayName("2 never ready: passes at its deadline, completes and is last good")
  void twoOfTen() {
    LiveWorkload web = releaseOfTen(2);
    web.await(w -> w.hasReadyReplicas(8).hasGeneralStatus(GeneralStatus.PROGRESSING));
    assertThat(web.release().getCurrentOrderSuccessPer()).isEqualTo(80);
    web.awaitReleased();
    BatchDeployStatus release = web.release();
    assertThat(requireNonNull(release.getBatches()).getFirst().getFailed()).isEqualTo(2);
    assertThat(requireNonNull(release.getBatches()).getFirst().getReady()).isEqualTo(8);
    web.await(w ->
        w.hasOutcome(1, BatchOutcome.SUCCEEDED)
            .hasFailedRevision("")
            .hasCondition("ReleaseFailed", false)
            .hasCondition("Available", false));
  }

  @Test
  @DisplayName("3 never ready: fails")
  void threeOfTen() {
    LiveWorkload web = releaseOfTen(3);
    web.awaitGeneral(GeneralStatus.FAILED);
    assertThat(requireNonNull(web.release().getBatches()).getFirst().getFailed()).isEqualTo(3);
  }

  @Test
  @DisplayName("none ever ready: fails, however much is tolerated")
  void noneOfAll() {
    LiveWorkload web =
        running(timeout(tolerant(web(2).autoBatches("1", "1"), new IntOrString("100%")), SOON));
    web.release(BROKEN).awaitGeneral(GeneralStatus.FAILED).await(w -> w.hasBatchOrder(1));
    web.awaitPasses();
    assertThat(web.images()).isEqualTo("v1 never-ready");
  }

  @Test
  @DisplayName("a percentage is of the batch's pods and rounded down")
  void roundedDown() {
    LiveWorkload web =
        running(timeout(tolerant(web(4).autoBatches("4"), new IntOrString("20%")), SOON));
    web.releaseUnready("app:v2").makeReady("app:v2", 3, 2, 1);
    web.awaitGeneral(GeneralStatus.FAILED);
  }

  @Test
  @DisplayName("what a tolerated failure left behind is still brought to the revision, one by one")
  void leftBehind() {
    LiveWorkload web =
        running(
            timeout(tolerant(web(5).autoBatches("4", "1"), new IntOrString("50%")), 2 * SOON)
                .batches(config -> config.setMaxUnavailable(new IntOrString(1))));
    web.releaseUnready("app:v2").makeReady("app:v2", 4, 3);
    web.await(w -> w.hasOutcome(1, BatchOutcome.SUCCEEDED).hasBatchOrder(2));
    web.makeReady("app:v2", 2, 1, 0);
    web.awaitReleased().awaitImages("v2 v2 v2 v2 v2");
  }
}
