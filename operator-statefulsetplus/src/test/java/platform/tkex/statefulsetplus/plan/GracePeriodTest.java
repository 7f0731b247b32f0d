package platform.tkex.statefulsetplus.plan;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Gate;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Ways;

/** Pods that leave their Services before they are changed. */
class GracePeriodTest {
  private static final Duration GRACE = Duration.ofSeconds(20);

  private static ToyCluster gated(UnaryOperator<BatchConfig> edit) {
    return gated(ToyCluster.inBatches(edit));
  }

  private static ToyCluster gated(ToyCluster cluster) {
    cluster.gates.grace = GRACE;
    cluster.ways = ToyGates.ways(cluster);
    cluster.settle();
    cluster.forget();
    return cluster;
  }

  private static List<String> planned(ToyCluster cluster) {
    return Actions.texts(cluster.planned());
  }

  @Test
  void aNewPodIsOpenedOnceItsContainersRun() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c);
    cluster.gates.grace = GRACE;
    while (cluster.pods.isEmpty()) {
      cluster.pass();
    }
    assertThat(planned(cluster)).as("pending: it would not be ready with it").isEmpty();

    cluster.settle();

    assertThat(cluster.gates.told).containsExactly(opened(10));
    assertThat(cluster.pods.values()).allMatch(PodState::ready);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
  }

  private static String[] opened(int pods) {
    String[] told = new String[pods];
    for (int i = 0; i < pods; i++) {
      told[i] = "open " + i;
    }
    return told;
  }

  @Test
  void itIsClosedFirstChangedWhenThePeriodIsOverAndOpenedWhenThatIsDone() {
    ToyCluster cluster = gated(c -> Edits.sizes(c, 5));
    cluster.apply("v2");
    cluster.settle();

    assertThat(cluster.gates.told).containsExactly("close 9", "close 8");
    assertThat(cluster.updated).isEmpty();
    assertThat(cluster.condition("Available").getMessage())
        .isEqualTo("8 of 10 pods are available: 2 out of Services until changed in place (8-9)");
    assertThat(Wakeup.after(cluster.snapshot(), cluster.release())).isEqualTo(Optional.of(GRACE));

    cluster.wait(GRACE.minusMillis(1)).settle();
    assertThat(cluster.updated).isEmpty();

    cluster.wait(Duration.ofMillis(1)).until(_ -> cluster.updated.size() == 2);
    assertThat(cluster.gates.told).hasSize(2);
    cluster.settle();
    assertThat(cluster.gates.told)
        .containsExactly("close 9", "close 8", "open 8", "open 9", "close 7", "close 6");
  }

  /** It is in its Services until the kubelet says that it is not. */
  @Test
  void aPodThatIsStillReadyIsNotChanged() {
    ToyCluster cluster = gated(c -> c);
    cluster.apply("v2");
    cluster.settle().wait(GRACE);
    cluster.change(9, p -> Edits.ready(p, cluster.now));

    assertThat(planned(cluster)).contains("update 8 to v2: update of an unavailable pod");
    assertThat(planned(cluster)).noneMatch(text -> text.contains(" 9"));
  }

  @Test
  void itCountsAsDownMeanwhile() {
    ToyCluster cluster = gated(c -> Edits.serial(Edits.sizes(c, 1)));
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.gates.told).containsExactly("close 9");

    ToyCluster plain = gated(new ToyCluster(ToyCluster.workload(5, true, null)));
    plain.apply("v2");
    plain.settle();
    assertThat(plain.gates.told).containsExactly("close 4");
    assertThat(plain.status).extracting("updatedReplicas", "availableReplicas").contains(0, 4);
  }

  @Test
  void aPodThatServesNobodyIsClosedAndChangedWithoutWaiting() {
    ToyCluster cluster = gated(c -> Edits.sizes(c, 5));
    cluster.change(9, Edits::unready);
    cluster.brokenOrdinals.put("v1", Set.of(9));
    cluster.apply("v2");
    cluster.settle();

    assertThat(cluster.gates.told).containsExactly("close 9", "close 8", "open 9");
    assertThat(cluster.updated).containsExactly(9);
  }

  @Test
  void goingBackDuringThePeriodOpensItAndChangesNothing() {
    ToyCluster cluster = gated(c -> c);
    cluster.apply("v2");
    cluster.settle();
    cluster.apply("v1");
    cluster.settle();

    assertThat(cluster.gates.told).containsExactly("close 9", "close 8", "open 8", "open 9");
    assertThat(cluster.updated).isEmpty();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void aDeadlineThatPassesMeanwhileOpensIt() {
    ToyCluster cluster = gated(c -> c);
    cluster.gates.grace = Duration.ofHours(1);
    cluster.apply("v2");
    cluster.settle().wait(Duration.ofSeconds(60)).settle();

    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
    assertThat(cluster.gates.told).endsWith("open 8", "open 9");
    assertThat(cluster.updated).isEmpty();
  }

  @Test
  void aPauseLetsThoseThatHaveLeftFinishAndNoOther() {
    ToyCluster cluster = gated(c -> Edits.sizes(c, 5));
    cluster.apply("v2");
    cluster.settle();
    cluster.pause(true);
    cluster.settle();
    cluster.wait(GRACE).settle();

    assertThat(cluster.updated).containsExactly(9, 8);
    assertThat(cluster.gates.told).containsExactly("close 9", "close 8", "open 8", "open 9");
  }

  @Test
  void anotherTemplateUnderAPauseIsNotWhatTheyLeftFor() {
    ToyCluster cluster = gated(c -> Edits.sizes(c, 5));
    cluster.apply("v2");
    cluster.settle();
    cluster.pause(true);
    cluster.apply("v3");
    cluster.settle();
    cluster.wait(GRACE).settle();

    assertThat(cluster.updated).isEmpty();
    assertThat(cluster.gates.told).containsExactly("close 9", "close 8", "open 8", "open 9");
  }

  @Test
  void anotherTemplateTakesThemWithoutAnotherPeriod() {
    ToyCluster cluster = gated(c -> Edits.sizes(c, 5));
    cluster.apply("v2");
    cluster.settle();
    cluster.wait(GRACE.dividedBy(2));
    cluster.apply("v3");
    cluster.settle();
    cluster.wait(GRACE.dividedBy(2)).until(_ -> cluster.updated.size() == 2);

    assertThat(cluster.updated).containsExactly(9, 8);
    assertThat(cluster.layout()).endsWith("v3 v3");
    assertThat(cluster.gates.told).containsExactly("close 9", "close 8");
  }

  @Test
  void withoutAPeriodAGateIsLeftAsItIs() {
    ToyCluster cluster = gated(c -> c);
    cluster.gates.grace = Duration.ZERO;
    cluster.apply("v2");
    cluster.settle();

    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
    assertThat(cluster.updated).hasSize(10);
    assertThat(cluster.gates.told).isEmpty();
  }

  @Test
  void aPeriodThatIsTakenAwayMeanwhileEnds() {
    ToyCluster cluster = gated(c -> Edits.sizes(c, 1));
    cluster.apply("v2");
    cluster.settle();
    cluster.gates.grace = Duration.ZERO;
    cluster.settle();

    assertThat(cluster.updated).hasSize(10);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);
  }

  /** Nobody changes pods there but a person; and a policy of before recreates them. */
  @Test
  void withOnDeleteOrRecreateNoGateStaysClosed() {
    ToyCluster handed = gated(c -> c);
    handed.apply("v2");
    handed.settle();
    handed.edit(Edits::onDelete);
    handed.settle();
    assertThat(handed.gates.told).containsExactly("close 9", "close 8", "open 8", "open 9");
    assertThat(handed.updated).isEmpty();

    ToyCluster recreated = gated(c -> c);
    recreated.apply("v2");
    recreated.settle();
    recreated.ways = Ways.RECREATE;
    recreated.settle();
    assertThat(recreated.deleted).hasSize(10);
    assertThat(recreated.pods.values()).allMatch(PodState::ready);
  }

  @Test
  void aClockThatWasAheadIsNotWaitedFor() {
    ToyCluster cluster = gated(c -> Edits.sizes(c, 5));
    cluster.apply("v2");
    cluster.settle();
    cluster.wait(Duration.ofHours(-1));
    cluster.pass();

    assertThat(cluster.gates.told).containsExactly("close 9", "close 8", "close 9", "close 8");
    assertThat(requireNonNull(requireNonNull(cluster.pods.get(9)).gate()).until())
        .isBeforeOrEqualTo(cluster.now.plus(GRACE));
  }

  /** An own write that the cache does not show is nothing to act upon. */
  @Test
  void whatWasSentIsWaitedFor() {
    ToyCluster cluster = gated(c -> Edits.sizes(c, 5));
    cluster.apply("v2");
    cluster.settle();
    cluster.change(9, p -> p.withGate(Gate.SENT));
    cluster.wait(GRACE);

    assertThat(planned(cluster)).containsExactly("update 8 to v2: update of an unavailable pod");
  }

  @Test
  void aPodThatGoesIsNotOpened() {
    ToyCluster cluster = gated(c -> Edits.sizes(c, 5));
    cluster.apply("v2");
    cluster.settle();
    cluster.scale(9);

    assertThat(planned(cluster)).containsExactly("delete 9: scale-in");
  }
}
