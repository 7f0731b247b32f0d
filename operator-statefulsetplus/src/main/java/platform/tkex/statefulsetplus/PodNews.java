package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.function.Consumer;
import platform.tkex.common.pods.PodChange;

/** Tells a workload of changes of its pods, and of orphans that may be its own. */
record PodNews(Consumer<WorkloadKey> changed) implements Consumer<PodChange> {

  @Override
  public void accept(PodChange change) {
    if (change.before() != null) {
      tell(change.before());
    }
    if (change.after() != null) {
      tell(change.after());
    }
  }

  private void tell(Pod pod) {
    OwnerReference owner = Owners.controllerOf(pod);
    String namespace = pod.getMetadata().getNamespace();
    if (owner == null) {
      String name = pod.getMetadata().getName();
      int dash = name.lastIndexOf('-');
      // for adoption by the workload of its name; others do not mind the pass
      if (dash > 0) {
        changed.accept(new WorkloadKey(namespace, name.substring(0, dash)));
      }
    } else if (Owners.isWorkload(owner)) {
      changed.accept(new WorkloadKey(namespace, owner.getName()));
    }
  }
}
