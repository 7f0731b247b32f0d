package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.Consumer;

/** Tells a workload of changes of its revisions. */
record RevisionNews(Consumer<FabricCaches.OwnerKey> changed)
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
    OwnerReference owner = FabricCaches.controllerOf(revision);
    if (owner != null && owner.getKind().equals("StatefulSetPlus")) {
      changed.accept(
          new FabricCaches.OwnerKey(revision.getMetadata().getNamespace(), owner.getName()));
    }
  }
}
