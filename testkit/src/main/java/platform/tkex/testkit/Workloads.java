package platform.tkex.testkit;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;

/** Workloads with what every test wants alike: fake nodes, quick deletion, one container. */
public final class Workloads {

  private Workloads() {}

  /** A StatefulSetPlus of 3 replicas of {@code app:v1} without batches. */
  public static StatefulSetPlusBuilder statefulSetPlus(String name) {
    return new StatefulSetPlusBuilder(name);
  }

  /** The same as a native StatefulSet. */
  public static StatefulSetBuilder statefulSet(String name) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName(name)
        .endMetadata()
        .withNewSpec()
        .withReplicas(3)
        .withServiceName(name)
        .withNewSelector()
        .addToMatchLabels("app", name)
        .endSelector()
        .withTemplate(template(name, "app:v1"))
        .endSpec();
  }

  /**
   * A pod template for fake nodes.
   *
   * <p>One second of grace makes a deletion take both its steps (deletionTimestamp, then gone), as
   * in a real cluster; the fake kubelet does not use the second up. No token volume, whose random
   * name would make every pod's spec different.
   */
  public static PodTemplateSpec template(String app, String image) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .addToLabels("app", app)
        .endMetadata()
        .withNewSpec()
        .addToNodeSelector("type", "kwok")
        .withTerminationGracePeriodSeconds(1L)
        .withAutomountServiceAccountToken(false)
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .endContainer()
        .endSpec()
        .build();
  }
}
