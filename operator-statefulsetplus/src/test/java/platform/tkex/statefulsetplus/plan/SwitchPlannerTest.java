package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.SwitchStep;
import platform.tkex.statefulsetplus.model.Switching;
import platform.tkex.statefulsetplus.model.Way;

/** When a switch that has begun goes on, whatever becomes of its release. */
class SwitchPlannerTest {
  private final ToyCluster cluster = ToyCluster.inBatches(SwitchPlannerTest::plan);

  private static BatchConfig plan(BatchConfig c) {
    return Edits.scope(c, BatchConfig.RollbackScope.NONE);
  }

  /** Pods 8 and 9 are the first batch, and on their way. */
  @BeforeEach
  void release() {
    cluster.ways = (pod, revision) -> Way.IN_PLACE;
    cluster.settle();
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.until(_ -> cluster.updated.size() == 2);
  }

  private void switching(int ordinal, @Nullable SwitchStep due) {
    switching(ordinal, new Switching(false, due, "", null));
  }

  private void switching(int ordinal, Switching switching) {
    cluster.change(ordinal, pod -> Edits.switching(pod, switching));
  }

  private List<String> planned() {
    return Actions.texts(cluster.planned());
  }

  @Test
  void aPauseHoldsNoSwitchUp() {
    cluster.pause(true);
    switching(9, SwitchStep.SWITCH);
    switching(8, SwitchStep.FINISH);

    assertThat(planned()).containsExactly("finish 8", "switch 9");
  }

  @Test
  void aStoppedReleaseSwitchesNothingButRepairsAndTidiesUp() {
    cluster.wait(Duration.ofMinutes(2)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.FAILED);
    switching(9, SwitchStep.SWITCH);
    assertThat(planned()).isEmpty();

    switching(9, SwitchStep.UNLOAD);
    switching(8, SwitchStep.FINISH);
    assertThat(planned()).containsExactly("finish 8", "unload 9");
  }

  @Test
  void aPodThatIsMovedIsNotSwitchedToo() {
    cluster.apply("v3");
    cluster.pass();
    switching(9, SwitchStep.FINISH);

    assertThat(planned()).contains("update 9 to v3: update of an unavailable pod");
    assertThat(planned()).doesNotContain("finish 9");
  }

  @Test
  void aVersionThatIsNoLongerWantedIsNotSwitchedTo() {
    cluster.pause(true);
    cluster.apply("v3");
    cluster.pass();
    switching(9, SwitchStep.SWITCH);
    switching(8, SwitchStep.RESTORE);

    assertThat(planned()).containsExactly("restore 8");
  }

  @Test
  void aVersionThatAPodGaveUpIsTriedAgainByTheNextBatchOnly() {
    Instant inThisBatch = cluster.now;
    switching(9, new Switching(false, null, "it crashes", inThisBatch));
    assertThat(planned()).isEmpty();

    switching(9, new Switching(false, null, "it crashes", inThisBatch.minusSeconds(3600)));
    assertThat(planned()).containsExactly("update 9 to v2: update of an unavailable pod");
  }
}
