package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.model.BatchConfig;

/** Pod 0 is lost, and somebody has deleted the revision that it had. */
class DeletedRevisionTest {
  @Test
  void plainlyItComesBackAtTheTemplate() {
    ToyCluster cluster = new ToyCluster(ToyCluster.workload(10, true, null)).settle();
    cluster.edit(w -> Edits.partition(w, 3));
    cluster.apply("v2");
    cluster.settle();
    assertThat(lostWithout(cluster, "v1")).isEqualTo("create 0 at v2");
  }

  @Test
  void whereTheTemplateIsGoneTooItStaysAway() {
    ToyCluster plain = new ToyCluster(ToyCluster.workload(10, true, null)).settle();
    assertThat(lostWithout(plain, "v1")).isEmpty();

    ToyCluster completed = ToyCluster.inBatches(c -> c).settle();
    assertThat(lostWithout(completed, "v1")).isEmpty();
  }

  @Test
  void inAReleaseItStaysAway() {
    ToyCluster cluster = ToyCluster.inBatches(Edits::confirmed).settle();
    cluster.apply("v2");
    cluster.settle();
    assertThat(lostWithout(cluster, "v1")).isEmpty();
  }

  @Test
  void inAStoppedReleaseItStaysAwayAlsoWhenThePlanIsRemoved() {
    ToyCluster cluster =
        ToyCluster.inBatches(c -> Edits.scope(c, BatchConfig.RollbackScope.NONE)).settle();
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle().wait(Duration.ofSeconds(60)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.FAILED);
    cluster.edit(w -> Edits.batches(w, null));
    assertThat(lostWithout(cluster, "v1")).isEmpty();

    cluster.settle();
    assertThat(cluster.deploy().getMessage()).startsWith("Somebody deleted revision v1");
  }

  /** No pod belongs to it any more: what the release waits for is what counts. */
  @Test
  void onceAllPodsHaveLeftItNobodyMissesIt() {
    ToyCluster cluster = ToyCluster.inBatches(c -> Edits.confirmed(Edits.sizes(c, 1))).settle();
    cluster.apply("v2");
    cluster.deleteRevision("v1");
    cluster.settle();

    assertThat(cluster.count("v2")).isEqualTo(10);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_FOR_CONFIRMATION);
    assertThat(cluster.deploy().getMessage()).contains("confirm-batch").doesNotContain("deleted");
  }

  /** Also without a plan: nothing is as it was before the rollback. */
  @Test
  void aRollbackToItSaysThatItIsGone() {
    ToyCluster cluster = new ToyCluster(ToyCluster.workload(10, true, null)).settle();
    cluster.apply("v2");
    cluster.settle();
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.pass();
    cluster.deleteRevision("v1");
    cluster.settle();

    assertThat(cluster.deploy().getMessage()).startsWith("Somebody deleted revision v1");
  }

  private static String lostWithout(ToyCluster cluster, String revision) {
    cluster.deleteRevision(revision);
    cluster.lose(0);
    return String.join(", ", Actions.texts(cluster.planned()));
  }
}
