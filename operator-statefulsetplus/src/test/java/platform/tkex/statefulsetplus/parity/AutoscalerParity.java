package platform.tkex.statefulsetplus.parity;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Faults;

/** A HorizontalPodAutoscaler really scales it, by usage that the fake kubelet reports. */
abstract class AutoscalerParity extends ParityTest {

  AutoscalerParity(WorkloadKind kind) {
    super(kind);
  }

  @Test
  void anAutoscalerScalesOutAndIn() {
    // given
    Workload web = createAvailable(set -> busy(replicas(1).apply(set)));

    // when
    client.resource(autoscaler()).create();

    // then
    web.awaitAvailable(3);

    // when
    web.pods().forEach(pod -> Faults.useCpu(client, pod, "10m"));

    // then
    web.awaitAvailable(1);
  }

  /** Every pod asks 100m and uses all of it. */
  private static StatefulSetBuilder busy(StatefulSetBuilder set) {
    return podAnnotation(set, Faults.CPU_USAGE, "100m")
        .editSpec()
        .editTemplate()
        .editSpec()
        .editFirstContainer()
        .withNewResources()
        .addToRequests("cpu", new Quantity("100m"))
        .endResources()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec();
  }

  /** One to three replicas at half load, scaled in without the usual five minutes of patience. */
  private HorizontalPodAutoscaler autoscaler() {
    return new HorizontalPodAutoscalerBuilder()
        .withNewMetadata()
        .withNamespace(namespace.name())
        .withName("web")
        .endMetadata()
        .withNewSpec()
        .withNewScaleTargetRef(kind().apiVersion(), kind().kind(), "web")
        .withMinReplicas(1)
        .withMaxReplicas(3)
        .addNewMetric()
        .withType("Resource")
        .withNewResource()
        .withName("cpu")
        .withNewTarget()
        .withType("Utilization")
        .withAverageUtilization(50)
        .endTarget()
        .endResource()
        .endMetric()
        .withNewBehavior()
        .withNewScaleDown()
        .withStabilizationWindowSeconds(0)
        .endScaleDown()
        .endBehavior()
        .endSpec()
        .build();
  }
}
