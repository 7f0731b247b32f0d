package platform.tkex.statefulsetplus.model;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;

/**
 * What the planner needs of one PersistentVolumeClaim.
 *
 * @param terminating it has a deletionTimestamp
 * @param owners as they are in the cache: never change them
 * @param unsure an own write has made it another than this, or may have
 */
public record ClaimState(
    String name,
    String uid,
    boolean terminating,
    String resourceVersion,
    List<OwnerReference> owners,
    boolean unsure) {

  /** One that no own write is under way for. */
  public ClaimState(
      String name,
      String uid,
      boolean terminating,
      String resourceVersion,
      List<OwnerReference> owners) {
    this(name, uid, terminating, resourceVersion, owners, false);
  }
}
