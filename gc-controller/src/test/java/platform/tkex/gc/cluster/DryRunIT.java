package platform.tkex.gc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;

@KubernetesCluster
class DryRunIT {

  @Test
  void itTellsWhatItWouldDeleteAndDeletesNothing(Cluster cluster, TestNamespace namespace) {
    Versions versions = new Versions(namespace, "web").withSource().make(1, 4);
    try (Rig rig = Rig.of(cluster, namespace, "dry", "--dry-run", "--keep=2").started()) {
      Await.untilAsserted(
          "the source says so",
          () ->
              assertThat(versions.events("VersionsWouldBeDeleted"))
                  .singleElement()
                  .satisfies(event ->
                      assertThat(event.getMessage())
                          .contains(
                              "Would delete 2", "newest 2", versions.name(1), versions.name(2))));
      Await.until(
          "the metric says so", () -> rig.metric("configgc_versions{state=\"surplus\"}") == 2);
      long passes = rig.lists("pods");
      Await.until("passes follow", () -> rig.lists("pods") >= passes + 2);

      assertThat(versions.numbers()).containsExactly(1, 2, 3, 4);
      assertThat(rig.proxy().requests())
          .noneMatch(request -> request.isWrite() && !request.resource().equals("events"));
      assertThat(versions.events("VersionsWouldBeDeleted"))
          .as("what stays as it is is told once")
          .singleElement()
          .satisfies(event -> assertThat(event.getCount()).isEqualTo(1));
      assertThat(rig.metric("configgc_deleted_total{kind=\"version\"}")).isZero();
    }
  }
}
