package platform.tkex.bench.speed;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import platform.tkex.testkit.Workloads;

/** The template that all contenders use. */
final class Templates {
  static final String FIRST = "app:v1";
  static final String SECOND = "app:v2";

  private Templates() {}

  /**
   * Without a grace period: the bare client asks for none, and an operator that never shortens one
   * gets the same by the template.
   */
  static PodTemplateSpec of(String workload, String image) {
    return new PodTemplateSpecBuilder(Workloads.template(workload, image))
        .editSpec()
        .withTerminationGracePeriodSeconds(0L)
        .endSpec()
        .build();
  }
}
