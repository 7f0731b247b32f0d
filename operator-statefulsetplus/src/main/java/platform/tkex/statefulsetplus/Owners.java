package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import org.jspecify.annotations.Nullable;

/** Who controls an object. */
final class Owners {
  private Owners() {}

  static @Nullable OwnerReference controllerOf(HasMetadata object) {
    for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
      if (Boolean.TRUE.equals(owner.getController())) {
        return owner;
      }
    }
    return null;
  }

  /** Whether it is of this suite's kind, by whatever group version. */
  static boolean isWorkload(OwnerReference owner) {
    return owner.getKind().equals("StatefulSetPlus");
  }
}
