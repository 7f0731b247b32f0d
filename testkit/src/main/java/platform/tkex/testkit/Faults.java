package platform.tkex.testkit;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** Failures that the fake kubelet of devcluster plays on demand. */
public final class Faults {

  /** On a template: pods are born unready. On a pod: it turns unready; without it, ready again. */
  public static final String UNREADY = "fake.tkex/unready";

  /** The phase that a pod ends in, Failed or Succeeded; on a template every pod does. */
  public static final String PHASE = "fake.tkex/phase";

  /** CPU that metrics.k8s.io reports for the pod, such as {@code 100m}. */
  public static final String CPU_USAGE = "fake.tkex/cpu-usage";

  /** An image whose containers run and never get ready. */
  public static final String NEVER_READY_IMAGE = "app:never-ready";

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private Faults() {}

  /** Makes a running pod unready. */
  public static void makeUnready(KubernetesClient client, Pod pod) {
    annotate(client, pod, UNREADY, "\"true\"");
  }

  /** Takes {@link #makeUnready} back, also what the template said. */
  public static void makeReady(KubernetesClient client, Pod pod) {
    annotate(client, pod, UNREADY, "null");
  }

  /** Ends a running pod in the phase Failed or Succeeded. */
  public static void end(KubernetesClient client, Pod pod, String phase) {
    annotate(client, pod, PHASE, "\"" + phase + "\"");
  }

  /** From now on metrics.k8s.io reports this for the pod. */
  public static void useCpu(KubernetesClient client, Pod pod, String quantity) {
    annotate(client, pod, CPU_USAGE, "\"" + quantity + "\"");
  }

  private static void annotate(KubernetesClient client, Pod pod, String key, String json) {
    client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName())
        .patch(MERGE, "{\"metadata\":{\"annotations\":{\"" + key + "\":" + json + "}}}");
  }
}
