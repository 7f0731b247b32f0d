package platform.tkex.statefulsetplus.hostile;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.WrongClockMain;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.statefulsetplus.batches.Story;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.operator.OperatorProcess;
import platform.tkex.testkit.operator.OperatorSettings;

/**
 * An operator whose machine has a wrong clock: times in status are the API server's all the same.
 * Alone: the operator of the other tests stands still meanwhile.
 */
@Isolated
@Execution(ExecutionMode.SAME_THREAD)
@SuppressWarnings("NullAway.Init")
class ClockIT extends HostileTest {
  private OperatorProcess right;

  @BeforeEach
  void stopTheRightOne(OperatorProcess operator) {
    right = operator;
    right.stop();
  }

  @AfterEach
  void startItAgain() {
    if (!right.isAlive()) {
      right.start();
    }
  }

  /** A pod is available at once, a good batch does not fail early, a bad one not an hour late. */
  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "-PT1H"})
  void batchesSucceedAndFailInTheirTime(String wrongBy, Cluster cluster) {
    try (OperatorProcess wrong = OperatorProcess.of(cluster, wrongBy(wrongBy))) {
      wrong.start();
      LiveWorkload web =
          running(timeout(web(2).autoBatches("1", "1"), LATE).spec(s -> s.setMinReadySeconds(1)));
      web.release("app:v2").awaitReleased();

      web.editPlan(plan -> plan.setBatchTimeoutSeconds(SOON));
      Instant asked = Instant.now();
      web.release(BROKEN).await(w -> w.hasBatchOrder(1).hasUpdatedReplicas(1));

      assertThat(deadline(web))
          .isBetween(asked.plusSeconds(SOON - 3), asked.plusSeconds(SOON + 30));
      web.awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v2 v2");
      Story.of(web).awaitEvent(Reason.BATCH_FAILED, "1 not ready (1)");
      othersGoOn();
    }
  }

  /** What the deposed leader wrote holds for the next one, whose clock is right. */
  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "-PT1H"})
  void theNextLeaderGoesOnWithoutFailingWhatTheWrongOneBegan(String wrongBy, Cluster cluster) {
    LiveWorkload web;
    try (OperatorProcess wrong = OperatorProcess.of(cluster, wrongBy(wrongBy))) {
      wrong.start();
      web = running(timeout(web(2).autoBatches("1", "1"), LATE));
      web.releaseUnready("app:v2").await(w -> w.hasBatchOrder(1).hasUpdatedReplicas(1));
      wrong.kill();
    }
    Instant deadline = deadline(web);

    right.start();
    web.awaitPasses();

    web.awaitGeneral(GeneralStatus.PROGRESSING);
    assertThat(deadline(web)).isEqualTo(deadline);
    assertThat(deadline).isBetween(Instant.now(), Instant.now().plusSeconds(LATE + 5));
    web.makeReady("app:v2", 1, 0);
    web.awaitReleased();
    othersGoOn();
  }

  private static OperatorSettings wrongBy(String duration) {
    return OperatorSettings.statefulSetPlus()
        .runBy(WrongClockMain.class, "-D" + WrongClockMain.WRONG_BY + "=" + duration);
  }

  private static Instant deadline(LiveWorkload web) {
    return Instant.parse(requireNonNull(web.release().getBatchDeadlineTime()));
  }
}
