package platform.tkex.gc.observe;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.gc.GcMarks;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;

/** Leaves of an object's metadata what a pass reads. */
final class Trimming {
  private static final Set<String> LABELS =
      Set.of(ConfigMapLabels.NAME, ConfigMapLabels.VERSION, GcMarks.SLOTS_OF, GcMarks.PRELOAD_OF);
  private static final Set<String> ANNOTATIONS = Set.of(GcMarks.KEEP_VERSIONS, GcMarks.CHOSEN);

  private Trimming() {}

  static <T extends HasMetadata> T trim(T object) {
    ObjectMeta whole = object.getMetadata();
    ObjectMeta kept = new ObjectMeta();
    kept.setNamespace(whole.getNamespace());
    kept.setName(whole.getName());
    kept.setUid(whole.getUid());
    kept.setResourceVersion(whole.getResourceVersion());
    kept.setCreationTimestamp(whole.getCreationTimestamp());
    kept.setDeletionTimestamp(whole.getDeletionTimestamp());
    kept.setLabels(only(whole.getLabels(), LABELS));
    kept.setAnnotations(only(whole.getAnnotations(), ANNOTATIONS));
    kept.setOwnerReferences(List.copyOf(whole.getOwnerReferences()));
    // each object would have a list and a map of its own for these
    kept.setFinalizers(List.of());
    kept.setManagedFields(List.of());
    kept.setAdditionalProperties(Map.of());
    object.setMetadata(kept);
    return object;
  }

  private static Map<String, String> only(@Nullable Map<String, String> map, Set<String> wanted) {
    if (map == null || map.isEmpty()) {
      return Map.of();
    }
    Map<String, String> kept = new LinkedHashMap<>(map);
    kept.keySet().retainAll(wanted);
    return Map.copyOf(kept);
  }
}
