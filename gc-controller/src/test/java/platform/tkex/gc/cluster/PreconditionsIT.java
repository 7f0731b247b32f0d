package platform.tkex.gc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.faults.Fault;

/** What happens between the last question and the deletion that is already on its way. */
@KubernetesCluster
class PreconditionsIT {

  @Test
  void aVersionThatIsClaimedAtTheLastMomentStays(Cluster cluster, TestNamespace namespace) {
    Versions versions = new Versions(namespace, "web").withSource().make(1, 3);
    try (Rig rig = Rig.of(cluster, namespace, "claimed", "--keep=2")) {
      beforeTheFirstDeletion(
          rig, () -> versions.claim(1, revision(versions, 1).getMetadata().getUid()));

      rig.started();

      Await.until(
          "the deletion was refused",
          () -> rig.metric("configgc_refused_total{reason=\"changed\"}") >= 1);
      Await.until(
          "and the revision was found",
          () -> rig.metric("configgc_versions{state=\"in_use\"}") == 1);
      assertThat(versions.numbers()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void anotherConfigMapOfTheSameNameStays(Cluster cluster, TestNamespace namespace) {
    Versions versions = new Versions(namespace, "web").withSource().make(1, 3);
    String uid = versions.get(1).getMetadata().getUid();
    try (Rig rig = Rig.of(cluster, namespace, "another", "--keep=2")) {
      beforeTheFirstDeletion(
          rig,
          () -> {
            versions.delete(1);
            versions.make(1, 1);
            revision(versions, 1);
          });

      rig.started();

      Await.until(
          "the deletion was refused",
          () -> rig.metric("configgc_refused_total{reason=\"changed\"}") >= 1);
      assertThat(versions.get(1).getMetadata().getUid()).isNotEqualTo(uid);
      assertThat(rig.deletions("configmaps").getFirst().body()).contains("\"uid\":\"" + uid + "\"");
    }
  }

  private static void beforeTheFirstDeletion(Rig rig, Runnable happens) {
    AtomicBoolean done = new AtomicBoolean();
    rig.proxy()
        .rule(request -> {
          if (request.method().equals("DELETE") && !done.getAndSet(true)) {
            happens.run();
          }
          return Fault.NONE;
        });
  }

  private static ControllerRevision revision(Versions versions, int n) {
    return versions
        .client()
        .resource(
            new ControllerRevisionBuilder()
                .withNewMetadata()
                .withNamespace(versions.namespace().name())
                .withName("release-of-" + n)
                .addToAnnotations(ConfigMapLabels.POD_VERSION + versions.source(), Versions.hash(n))
                .endMetadata()
                .withRevision(1L)
                .withData(Map.of("spec", Map.of()))
                .build())
        .create();
  }
}
