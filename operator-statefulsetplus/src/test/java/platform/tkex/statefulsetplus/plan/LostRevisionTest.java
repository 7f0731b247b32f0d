package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Somebody deletes the revision, and it cannot be kept anew, as in a namespace that ends. */
class LostRevisionTest {
  @Test
  void noPodIsMadeOfARevisionThatIsNotThere() {
    ToyCluster cluster = new ToyCluster(ToyCluster.workload(3, true, null)).settle();
    cluster.deleteRevision("v1");
    cluster.lose(0);
    cluster.settle();

    assertThat(cluster.pods).containsOnlyKeys(1, 2);
  }
}
