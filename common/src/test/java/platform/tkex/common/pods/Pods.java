package platform.tkex.common.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/** Small pods for tests. */
final class Pods {

  private Pods() {}

  /** An orphan in namespace {@code x}. */
  static Pod pod(String name, String uid, String resourceVersion) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace("x")
        .withName(name)
        .withUid(uid)
        .withResourceVersion(resourceVersion)
        .endMetadata()
        .withNewSpec()
        .endSpec()
        .build();
  }

  static String name(Pod pod) {
    return pod.getMetadata().getName();
  }

  static Pod ownedBy(String owner, Pod pod) {
    return new PodBuilder(pod)
        .editMetadata()
        .addNewOwnerReference()
        .withApiVersion("platform.tkex/v1")
        .withKind("StatefulSetPlus")
        .withName("web")
        .withUid(owner)
        .withController(true)
        .endOwnerReference()
        .endMetadata()
        .build();
  }

  static Pod terminating(Pod pod) {
    return new PodBuilder(pod)
        .editMetadata()
        .withDeletionTimestamp("2026-01-02T03:04:05Z")
        .endMetadata()
        .build();
  }
}
