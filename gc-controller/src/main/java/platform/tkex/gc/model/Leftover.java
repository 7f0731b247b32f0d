package platform.tkex.gc.model;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.gc.GcMarks;

/** What was made for a StatefulSetPlus and should not outlive it. */
public sealed interface Leftover {

  String name();

  String uid();

  String resourceVersion();

  /** Name of its StatefulSetPlus, as its label says. */
  String workload();

  /** UID of its StatefulSetPlus; null when no owner reference says it. */
  @Nullable String owner();

  /** A ConfigMap that living pods of a workload read their configuration from. */
  record Slot(
      String name, String uid, String resourceVersion, String workload, @Nullable String owner)
      implements Leftover {

    public static Slot of(ObjectMeta meta) {
      return new Slot(
          meta.getName(),
          meta.getUid(),
          meta.getResourceVersion(),
          label(meta, GcMarks.SLOTS_OF),
          ownerOf(meta));
    }
  }

  /**
   * A pod that pulls images in advance.
   *
   * @param ended it finished, or its time is over
   */
  record Preload(
      String name,
      String uid,
      String resourceVersion,
      String workload,
      @Nullable String owner,
      Instant created,
      boolean ended)
      implements Leftover {

    public static Preload of(ObjectMeta meta, boolean ended) {
      return new Preload(
          meta.getName(),
          meta.getUid(),
          meta.getResourceVersion(),
          label(meta, GcMarks.PRELOAD_OF),
          ownerOf(meta),
          Instant.parse(meta.getCreationTimestamp()),
          ended);
    }
  }

  private static String label(ObjectMeta meta, String name) {
    return Objects.requireNonNullElse(meta.getLabels(), Map.<String, String>of())
        .getOrDefault(name, "");
  }

  private static @Nullable String ownerOf(ObjectMeta meta) {
    for (OwnerReference owner : meta.getOwnerReferences()) {
      if (owner.getKind().equals("StatefulSetPlus")
          && owner.getApiVersion().startsWith("platform.tkex/")) {
        return owner.getUid();
      }
    }
    return null;
  }
}
