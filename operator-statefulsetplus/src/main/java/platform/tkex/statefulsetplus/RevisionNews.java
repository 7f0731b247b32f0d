package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/** Tells a workload of changes of its revisions. */
record RevisionNews(Consumer<WorkloadKey> changed)
    implements ResourceEventHandler<ControllerRevision> {

  @Override
  public void onAdd(ControllerRevision revision) {
    tell(revision);
  }

  @Override
  public void onUpdate(ControllerRevision before, ControllerRevision after) {
    tell(after);
  }

  @Override
  public void onDelete(ControllerRevision revision, boolean unknown) {
    tell(revision);
  }

  private void tell(ControllerRevision revision) {
    OwnerReference owner = Owners.controllerOf(revision);
    if (owner != null && Owners.isWorkload(owner)) {
      changed.accept(new WorkloadKey(revision.getMetadata().getNamespace(), owner.getName()));
    }
  }
}
