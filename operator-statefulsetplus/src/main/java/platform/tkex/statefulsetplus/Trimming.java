package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.util.List;
import java.util.Map;

/**
 * Leaves of cached revisions and claims what a pass reads; both are cached for the whole cluster.
 */
final class Trimming {
  private Trimming() {}

  /** The templates of other kinds' revisions are most of the memory. */
  static ControllerRevision revision(ControllerRevision revision) {
    revision.getMetadata().setManagedFields(List.of());
    revision.getMetadata().setAnnotations(Map.of());
    OwnerReference controller = Owners.controllerOf(revision);
    if (controller != null && !Owners.isWorkload(controller)) {
      revision.setData(null);
    }
    return revision;
  }

  /** Only whose it is and whether it goes. */
  static PersistentVolumeClaim claim(PersistentVolumeClaim claim) {
    ObjectMeta whole = claim.getMetadata();
    ObjectMeta kept = new ObjectMeta();
    kept.setNamespace(whole.getNamespace());
    kept.setName(whole.getName());
    kept.setUid(whole.getUid());
    kept.setResourceVersion(whole.getResourceVersion());
    kept.setDeletionTimestamp(whole.getDeletionTimestamp());
    kept.setOwnerReferences(List.copyOf(whole.getOwnerReferences()));
    claim.setMetadata(kept);
    claim.setSpec(null);
    claim.setStatus(null);
    return claim;
  }
}
