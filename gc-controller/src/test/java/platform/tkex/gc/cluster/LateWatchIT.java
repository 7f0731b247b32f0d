package platform.tkex.gc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.gc.GcMarks;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;

/** What the caches show is of the past; what goes is decided by what the API server says. */
@KubernetesCluster
class LateWatchIT {

  /** Nobody refers to 1 to 3 any more, which would go if 4 to 6 were still there. */
  @Test
  void versionsThatSomebodyDeletedDoNotCount(Cluster cluster, TestNamespace namespace) {
    Versions versions = new Versions(namespace, "web").withSource().make(1, 6);
    IntStream.rangeClosed(1, 3).forEach(n -> pod(versions, n));
    try (Rig rig = Rig.of(cluster, namespace, "late", "--keep=3").started()) {
      Await.until(
          "they were seen to be in use",
          () -> rig.metric("configgc_versions{state=\"in_use\"}") == 3);

      rig.proxy().watches().hold("configmaps");
      IntStream.rangeClosed(4, 6).forEach(versions::delete);
      namespace.client().pods().inNamespace(namespace.name()).withGracePeriod(0).delete();
      awaitPasses(rig);

      assertThat(versions.numbers()).containsExactly(1, 2, 3);
      rig.proxy().watches().letGo("configmaps");
      versions.make(7, 7);
      versions.await(2, 3, 7);
    }
  }

  @Test
  void whatTheSourceSaysNowCounts(Cluster cluster, TestNamespace namespace) {
    Versions versions =
        new Versions(namespace, "web").withSource(Map.of(GcMarks.KEEP_VERSIONS, "2")).make(1, 4);
    IntStream.rangeClosed(1, 2).forEach(n -> pod(versions, n));
    try (Rig rig = Rig.of(cluster, namespace, "late-source").started()) {
      Await.until(
          "they were seen to be in use",
          () -> rig.metric("configgc_versions{state=\"in_use\"}") == 2);

      rig.proxy().watches().hold("configmaps");
      namespace
          .client()
          .configMaps()
          .inNamespace(namespace.name())
          .withName("web")
          .edit(source -> {
            source.getMetadata().getAnnotations().put(GcMarks.KEEP_VERSIONS, "4");
            return source;
          });
      namespace.client().pods().inNamespace(namespace.name()).withGracePeriod(0).delete();
      awaitPasses(rig);

      assertThat(versions.numbers()).containsExactly(1, 2, 3, 4);
    }
  }

  /** Passes that begin after now and ask who refers to what may go. */
  private static void awaitPasses(Rig rig) {
    long before = rig.lists("configmaps");
    Await.until("passes look again", () -> rig.lists("configmaps") >= before + 4);
  }

  private static void pod(Versions versions, int n) {
    versions
        .client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(versions.namespace().name())
                .withName("web-" + n)
                .addToAnnotations(ConfigMapLabels.POD_VERSION + versions.source(), Versions.hash(n))
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("main")
                .withImage("app:v1")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }
}
