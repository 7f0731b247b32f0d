package platform.tkex.statefulsetplus.inplace;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.function.Consumer;

/** A pod of one container {@code app} as a kubelet reports it, to be changed step by step. */
final class PodSketch {
  final Pod pod =
      Serialization.unmarshal(
          """
          metadata:
            {name: web-0, namespace: x, uid: u0, resourceVersion: '7', generation: 3,
             labels: {controller-revision-hash: web-a}}
          spec: {terminationGracePeriodSeconds: 5, containers: [{name: app, image: 'app:v1'}]}
          status:
            phase: Running
            observedGeneration: 3
            conditions: [{type: Ready, status: 'True'}]
            containerStatuses:
            - {name: app, image: 'docker.io/library/app:v1', imageID: 'sha256:11', containerID: c1,
               ready: true, state: {running: {startedAt: '2026-01-01T00:00:00Z'}}}
          """,
          Pod.class);

  PodSketch with(Consumer<Pod> change) {
    change.accept(pod);
    return this;
  }

  /** The API server has taken a patch that {@link InPlacePatch} made. */
  PodSketch patched(String image, UpdateRecord record) {
    return with(p -> {
      p.getMetadata().setGeneration(p.getMetadata().getGeneration() + 1);
      p.getMetadata().getAnnotations().put(UpdateRecord.ANNOTATION, record.text());
      p.getSpec().getContainers().getFirst().setImage(image);
    });
  }

  PodSketch observed() {
    return with(p -> p.getStatus().setObservedGeneration(p.getMetadata().getGeneration()));
  }

  PodSketch runs(String id, String image, String imageId) {
    return with(p -> {
      var status = p.getStatus().getContainerStatuses().getFirst();
      status.setContainerID(id);
      status.setImage(image);
      status.setImageID(imageId);
      status.getState().getRunning().setStartedAt("2026-01-01T00:01:00Z");
    });
  }
}
