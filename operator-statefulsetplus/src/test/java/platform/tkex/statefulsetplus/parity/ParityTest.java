package platform.tkex.statefulsetplus.parity;

import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.Workloads;

/**
 * What the tests of each topic share: a namespace of their own and workloads of the kind under
 * test.
 */
@KubernetesCluster
@Execution(ExecutionMode.CONCURRENT)
abstract class ParityTest {

  private final WorkloadKind kind;
  KubernetesClient client;
  TestNamespace namespace;

  ParityTest(WorkloadKind kind) {
    this.kind = kind;
  }

  @BeforeEach
  void connect(KubernetesClient client, TestNamespace namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  WorkloadKind kind() {
    return kind;
  }

  /**
   * The workload {@code web} of 3 replicas of {@code app:v1}, changed as given; nothing is awaited.
   */
  Workload create(UnaryOperator<StatefulSetBuilder> change) {
    StatefulSet manifest = change.apply(Workloads.statefulSet("web")).build();
    Workload workload = workload(manifest.getMetadata().getName());
    workload.create(manifest);
    return workload;
  }

  /** The same, once all its pods are available. */
  Workload createAvailable(UnaryOperator<StatefulSetBuilder> change) {
    Workload workload = create(change);
    workload.awaitAvailable(workload.get().getSpec().getReplicas());
    return workload;
  }

  Workload workload(String name) {
    return new Workload(client, kind, namespace.name(), name);
  }

  static UnaryOperator<StatefulSetBuilder> replicas(int replicas) {
    return set -> set.editSpec().withReplicas(replicas).endSpec();
  }

  /** Pods are created and removed all at once. */
  static UnaryOperator<StatefulSetBuilder> parallel(int replicas) {
    return set ->
        set.editSpec().withReplicas(replicas).withPodManagementPolicy("Parallel").endSpec();
  }

  /** Every pod is born with the annotation. */
  static StatefulSetBuilder podAnnotation(StatefulSetBuilder set, String key, String value) {
    return set.editSpec()
        .editTemplate()
        .editMetadata()
        .addToAnnotations(key, value)
        .endMetadata()
        .endTemplate()
        .endSpec();
  }
}
