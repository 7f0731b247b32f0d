package platform.tkex.statefulsetplus.inplace;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.stream.Stream;

/** Containers of a pod and what is reported of them, init containers among them. */
public final class PodContainers {
  private PodContainers() {}

  public static Stream<Container> of(Pod pod) {
    return Stream.concat(
        pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream());
  }

  public static Optional<Container> named(Pod pod, String name) {
    return of(pod).filter(container -> name.equals(container.getName())).findFirst();
  }

  /** Empty as long as the kubelet has reported nothing of it. */
  public static Optional<ContainerStatus> status(Pod pod, String name) {
    return pod.getStatus() == null
        ? Optional.empty()
        : Stream.concat(
                pod.getStatus().getInitContainerStatuses().stream(),
                pod.getStatus().getContainerStatuses().stream())
            .filter(status -> name.equals(status.getName()))
            .findFirst();
  }
}
