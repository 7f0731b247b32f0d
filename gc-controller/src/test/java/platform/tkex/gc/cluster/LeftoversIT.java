package platform.tkex.gc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import platform.tkex.crds.gc.GcMarks;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.Workloads;

/** Without owner references: what has one is the cluster's own garbage collector's. */
@KubernetesCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("NullAway.Init")
class LeftoversIT {
  private static final Duration GRACE = Duration.ofSeconds(4);

  private TestNamespace namespace;
  private Rig rig;

  @BeforeAll
  void start(Cluster cluster, TestNamespace own) {
    namespace = own;
    rig = Rig.of(cluster, own, "leftovers", "--leftover-grace=4s").started();
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  @Test
  void slotsGoAfterTheirWorkloadAndNotAtOnce() {
    StatefulSetPlus workload = workload("game");
    slot("game-slot-0", "game");
    slot("game-slot-1", "game");
    slot("lobby-slot-0", "lobby");
    Await.until("the slot of no workload goes", () -> !isThere("lobby-slot-0"));
    assertThat(isThere("game-slot-0")).isTrue();

    Instant gone = Instant.now();
    namespace.client().resource(workload).delete();

    Await.until("its slots go", () -> !isThere("game-slot-0") && !isThere("game-slot-1"));
    assertThat(Duration.between(gone, Instant.now())).isGreaterThanOrEqualTo(GRACE);
    assertThat(rig.metric("configgc_deleted_total{kind=\"slot\"}")).isGreaterThanOrEqualTo(3);
  }

  /** As after a deletion with --cascade=orphan. */
  @Test
  void aSlotThatAPodReadsStays() {
    Pod reader =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace.name())
            .withName("chat-0")
            .endMetadata()
            .withNewSpec()
            .addNewVolume()
            .withName("config")
            .withNewProjected()
            .addNewSource()
            .withNewConfigMap()
            .withName("chat-slot-0")
            .endConfigMap()
            .endSource()
            .endProjected()
            .endVolume()
            .addNewContainer()
            .withName("main")
            .withImage("app:v1")
            .endContainer()
            .endSpec()
            .build();
    namespace.client().resource(reader).create();
    slot("chat-slot-0", "chat");
    slot("chat-slot-1", "chat");

    Await.until("the slot that nobody reads goes", () -> !isThere("chat-slot-1"));
    long passes = rig.lists("statefulsetpluses");
    Await.until("passes follow", () -> rig.lists("statefulsetpluses") >= passes + 2);
    assertThat(isThere("chat-slot-0")).isTrue();

    namespace.client().resource(reader).withGracePeriod(0).delete();
    Await.until("the slot goes after its reader", () -> !isThere("chat-slot-0"));
  }

  @Test
  void aPodThatPullsImagesGoesAfterItsWorkload() {
    StatefulSetPlus workload = workload("meeting");
    Pod pod = preload("meeting-preload", "meeting");
    Pod other = preload("nobodys-preload", "nobody");
    Await.until("the one of no workload goes", () -> !isThere(other));
    assertThat(isThere(pod)).isTrue();

    namespace.client().resource(workload).delete();

    Await.until("it goes", () -> !isThere(pod));
    assertThat(rig.deletions("pods"))
        .filteredOn(request -> request.path().endsWith("/meeting-preload"))
        .isNotEmpty()
        .allMatch(request -> request.body().contains(pod.getMetadata().getUid()));
  }

  private StatefulSetPlus workload(String name) {
    return namespace
        .client()
        .resource(Workloads.statefulSetPlus(name).namespace(namespace.name()).replicas(0).build())
        .create();
  }

  private void slot(String name, String workload) {
    namespace
        .client()
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(namespace.name())
                .withName(name)
                .addToLabels(GcMarks.SLOTS_OF, workload)
                .endMetadata()
                .build())
        .create();
  }

  private Pod preload(String name, String workload) {
    return namespace
        .client()
        .resource(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace.name())
                .withName(name)
                .addToLabels(GcMarks.PRELOAD_OF, workload)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("pull")
                .withImage("app:v1")
                .endContainer()
                .endSpec()
                .build())
        .create();
  }

  private boolean isThere(String slot) {
    return namespace.client().configMaps().inNamespace(namespace.name()).withName(slot).get()
        != null;
  }

  private boolean isThere(HasMetadata object) {
    return namespace.client().resource(object).get() != null;
  }
}
