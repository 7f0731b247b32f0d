package platform.tkex.statefulsetplus.observe;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.util.List;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.pods.PodCache;

/** What a pass reads; all of it from memory. */
public interface Caches {
  PodCache pods();

  /** Revisions that the workload of this UID controls. */
  List<ControllerRevision> revisionsOf(String ownerUid);

  /** Revisions of a namespace that nobody controls. */
  List<ControllerRevision> orphanRevisions(String namespace);

  @Nullable PersistentVolumeClaim claim(String namespace, String name);
}
