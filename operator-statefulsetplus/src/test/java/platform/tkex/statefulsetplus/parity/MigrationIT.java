package platform.tkex.statefulsetplus.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.Workloads;
import platform.tkex.testkit.operator.WithOperator;

/** From one kind to the other while the pods run. */
@DisplayName("from StatefulSet to StatefulSetPlus")
@KubernetesCluster
@WithOperator
class MigrationIT {

  /** What kubectl exports of the live object is what the pods were made of. */
  @Test
  void podsClaimsAndHistoryAreTakenOverWithoutARestart(
      KubernetesClient client, TestNamespace namespace) {
    // given
    Workload old = new Workload(client, WorkloadKind.NATIVE, namespace.name(), "web");
    old.create(Claims.add(Workloads.statefulSet("web")).build());
    old.awaitAvailable(3);
    old.setImage("app:v2");
    old.awaitUpdated(3);
    StatefulSet exported = old.get();
    String revision = exported.getStatus().getUpdateRevision();
    List<Pod> before = old.pods();
    List<String> claims = new Claims(client, namespace.name()).uids();
    try (PodHistory history = old.history()) {
      PodHistory.Mark mark = history.mark();

      // when
      old.deleteAndAwait(DeletionPropagation.ORPHAN);
      Workload web = new Workload(client, WorkloadKind.PLUS, namespace.name(), "web");
      web.create(
          new StatefulSetBuilder(exported)
              .withNewMetadata()
              .withName("web")
              .endMetadata()
              .withStatus(null)
              .build());

      // then
      web.awaitAvailable(3);
      Await.untilAsserted(
          "pods and revisions are owned",
          () -> {
            assertThat(web.pods())
                .allSatisfy(pod -> assertThat(Owners.uids(pod)).containsExactly(web.uid()));
            assertThat(web.revisions()).hasSize(2);
          });
      assertThat(web.status().getUpdateRevision()).isEqualTo(revision);
      web.awaitTwoPasses();
      assertThatHistory(history.since(mark)).nobodyCameOrWent();
      assertThatPods(web.pods()).areTheSamePodsAs(before).wereNeverRestarted();
      assertThat(new Claims(client, namespace.name()).uids()).isEqualTo(claims);

      // when
      web.setImage("app:v1");
      web.awaitUpdated(3);

      // then
      assertThatPods(web.pods()).haveImages("app:v1", "app:v1", "app:v1");
      assertThat(new Claims(client, namespace.name()).uids()).isEqualTo(claims);
    }
  }
}
