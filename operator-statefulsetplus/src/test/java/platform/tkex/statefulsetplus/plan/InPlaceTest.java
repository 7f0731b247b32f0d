package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.events.Note;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Way;
import platform.tkex.statefulsetplus.model.Ways;

/** Pods that live on while they are brought to another revision. */
class InPlaceTest {
  private static final Ways IN_PLACE = (pod, revision) -> Way.IN_PLACE;
  private static final Ways BARRED = (pod, revision) -> new Way.Barred("spec.x is another");

  private static ToyCluster inPlace(ToyCluster cluster) {
    cluster.ways = IN_PLACE;
    return cluster.settle();
  }

  @Test
  void batchesComeInTheirOrderAndNoPodIsDeleted() {
    ToyCluster cluster = inPlace(ToyCluster.inBatches(c -> Edits.confirmed(Edits.sizes(c, 3))));
    cluster.apply("v2");
    cluster.settle();

    assertThat(cluster.updated).containsExactly(9, 8, 7, 6);
    assertThat(cluster.deleted).isEmpty();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_FOR_CONFIRMATION);
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v2 v2");
  }

  /** It may be ready all the time, but nobody knows yet of what. */
  @Test
  void aPodInTheMiddleOfAChangeIsNeitherUpdatedNorAvailable() {
    ToyCluster cluster = inPlace(ToyCluster.inBatches(c -> c));
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.until(_ -> cluster.updated.size() == 2);
    cluster.pass();

    assertThat(cluster.condition("Available").getMessage())
        .isEqualTo("8 of 10 pods are available: 2 being changed in place (8-9)");
    assertThat(cluster.status)
        .extracting("updatedReplicas", "readyReplicas")
        .containsExactly(0, 10);
    assertThat(cluster.deploy().getCurrentOrderSuccessPer()).isZero();
    assertThat(cluster.deploy().getBatches())
        .first()
        .extracting("updated", "ready")
        .containsExactly(0, 0);
  }

  @Test
  void aPlainUpdateKeepsItsBudget() {
    ToyCluster cluster = inPlace(new ToyCluster(ToyCluster.workload(5, true, null)));
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle();

    assertThat(cluster.updated).containsExactly(4);
  }

  @Test
  void aFailedBatchReturnsInPlace() {
    ToyCluster cluster = inPlace(ToyCluster.inBatches(c -> c));
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle().wait(Duration.ofSeconds(60)).settle();

    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
    assertThat(cluster.updated).containsExactly(9, 8, 9, 8);
    assertThat(cluster.deleted).isEmpty();
  }

  @Test
  void aPodWhoseNodeCannotHoldItIsMovedTheOtherWay() {
    ToyCluster cluster = inPlace(ToyCluster.inBatches(c -> c));
    cluster.apply("v2");
    cluster.until(_ -> cluster.updated.size() == 2);
    cluster.ways =
        (pod, _) -> pod.change() == PodState.Change.IMPOSSIBLE ? Way.RECREATE : Way.IN_PLACE;
    cluster.change(9, Edits::impossible);
    cluster.pass();

    assertThat(Actions.texts(cluster.planned()))
        .containsExactly("delete 9: update of an unavailable pod");
  }

  /** Not like a barrier: others of its batch may have been changed already. */
  @Test
  void aPodThatIsStuckFailsItsBatch() {
    ToyCluster cluster = inPlace(ToyCluster.inBatches(c -> c));
    cluster.ways = (pod, _) -> pod.ordinal() == 9 ? new Way.Stuck("no room") : Way.IN_PLACE;
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.PROGRESSING);
    assertThat(cluster.updated).containsExactly(8);

    cluster.wait(Duration.ofSeconds(60)).settle();

    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
    assertThat(cluster.layout()).doesNotContain("v2");
  }

  @Test
  void aReleaseThatIsBarredFailsBeforeItTouchesAPod() {
    for (BatchConfig plan : new BatchConfig[] {ToyCluster.plan(), null}) {
      ToyCluster cluster = new ToyCluster(ToyCluster.workload(10, true, plan)).settle();
      cluster.ways = BARRED;
      cluster.apply("v2");
      cluster.settle();

      assertThat(cluster.general()).isEqualTo(GeneralStatus.FAILED);
      assertThat(cluster.deploy().getMessage())
          .startsWith("Pods cannot be brought to v2 in place: spec.x is another; retry");
      assertThat(cluster.condition("ReleaseFailed").getReason()).isEqualTo("NotInPlace");
      assertThat(cluster.notes)
          .extracting(Note::text)
          .contains("The release of v2 stopped, podUpdatePolicy is InPlaceOnly: spec.x is another");
      assertThat(cluster.count("v1")).isEqualTo(10);
      cluster.lose(9);
      assertThat(cluster.settle().count("v1")).as("scale and lost pods as before").isEqualTo(10);
    }
  }

  /** What is at the target needs no way there. */
  @Test
  void aPolicyThatCouldNotBringPodsThereFailsNoReleaseThatHas() {
    ToyCluster cluster = inPlace(ToyCluster.inBatches(c -> Edits.sizes(c, 1)));
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(10);

    cluster.ways = BARRED;
    cluster.settle();

    assertThat(cluster.general()).isEqualTo(GeneralStatus.PROGRESSING);
  }

  @Test
  void aBarredReleaseIsTriedAgainByAnnotationOrByAnotherTemplate() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c).settle();
    cluster.ways = BARRED;
    cluster.apply("v2");
    cluster.settle();
    cluster.ways = IN_PLACE;
    cluster.settle();
    assertThat(cluster.general()).as("a policy alone moves no pod").isEqualTo(GeneralStatus.FAILED);

    cluster.command(c -> Edits.retry(c, "v2"));
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.COMPLETED);

    cluster.ways = BARRED;
    cluster.apply("v3");
    cluster.settle();
    cluster.ways = IN_PLACE;
    cluster.apply("v4");
    assertThat(cluster.settle().general()).isEqualTo(GeneralStatus.COMPLETED);
  }

  @Test
  void theOldTemplateClosesABarredRelease() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c).settle();
    cluster.ways = BARRED;
    cluster.apply("v2");
    cluster.settle();

    cluster.apply("v1");
    cluster.settle();

    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
    assertThat(cluster.deleted).isEmpty();
  }
}
