package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;

/** Tells of workloads that come, change or go. */
record WorkloadNews(Consumer<WorkloadKey> changed)
    implements ResourceEventHandler<StatefulSetPlus> {

  @Override
  public void onAdd(StatefulSetPlus workload) {
    changed.accept(WorkloadKey.of(workload));
  }

  @Override
  public void onUpdate(StatefulSetPlus before, StatefulSetPlus after) {
    changed.accept(WorkloadKey.of(after));
  }

  @Override
  public void onDelete(StatefulSetPlus workload, boolean unknown) {
    changed.accept(WorkloadKey.of(workload));
  }
}
