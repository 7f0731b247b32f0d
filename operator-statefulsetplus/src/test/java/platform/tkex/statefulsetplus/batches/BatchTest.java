package platform.tkex.statefulsetplus.batches;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.PodManagementPolicy;
import platform.tkex.testkit.Faults;
import platform.tkex.testkit.StatefulSetPlusBuilder;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.Workloads;
import platform.tkex.testkit.operator.WithOperator;

/** What the tests of each topic share: a namespace, workloads in it, and the safety check. */
@WithOperator
@Execution(ExecutionMode.CONCURRENT)
public abstract class BatchTest {

  /** The image of a release that never gets ready. */
  protected static final String BROKEN = Faults.NEVER_READY_IMAGE;

  /** Seconds to a deadline that is to pass: pods of a busy machine are there by then. */
  protected static final int SOON = 8;

  /** Seconds to a deadline that is not to pass. */
  protected static final int LATE = 600;

  private final List<LiveWorkload> workloads = new ArrayList<>();
  private KubernetesClient client;
  private TestNamespace namespace;

  @BeforeEach
  protected void connect(KubernetesClient client, TestNamespace namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  @AfterEach
  protected void everythingWasSafe() {
    try {
      workloads.forEach(Safety::check);
    } finally {
      workloads.forEach(LiveWorkload::close);
    }
  }

  /** Creates it; nothing is awaited, and everything from its first moment on is recorded. */
  protected LiveWorkload create(StatefulSetPlusBuilder manifest) {
    LiveWorkload workload =
        LiveWorkload.create(client, manifest.namespace(namespace.name()).build());
    workloads.add(workload);
    return workload;
  }

  /** The same, once its first rollout is complete: {@code app:v1} is last good. */
  protected LiveWorkload running(StatefulSetPlusBuilder manifest) {
    LiveWorkload workload = create(manifest);
    workload.awaitGeneral(GeneralStatus.COMPLETED);
    return workload;
  }

  /** So many replicas of {@code app:v1}, created and scaled all at once. */
  protected static StatefulSetPlusBuilder web(int replicas) {
    return named("web", replicas);
  }

  /** The same for a test of several workloads. */
  protected static StatefulSetPlusBuilder named(String name, int replicas) {
    return Workloads.statefulSetPlus(name)
        .replicas(replicas)
        .podManagementPolicy(PodManagementPolicy.PARALLEL);
  }

  /** A plan whose every batch waits for a person. */
  protected static StatefulSetPlusBuilder confirmed(StatefulSetPlusBuilder manifest) {
    return manifest.batches(config -> config.setBatchAuto(false));
  }

  protected static StatefulSetPlusBuilder timeout(StatefulSetPlusBuilder manifest, int seconds) {
    return manifest.batches(config -> config.setBatchTimeoutSeconds(seconds));
  }
}
