package platform.tkex.gc.model;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Map;
import java.util.Objects;
import platform.tkex.crds.gc.GcMarks;

/** A ConfigMap whose contents are kept as versions. */
public record Source(String name, String uid, Keep keep) {

  /**
   * The source as it is.
   *
   * @param otherwise how many versions are kept unless the source says so
   */
  public static Source of(ObjectMeta meta, int otherwise) {
    Map<String, String> annotations =
        Objects.requireNonNullElse(meta.getAnnotations(), Map.<String, String>of());
    return new Source(
        meta.getName(), meta.getUid(), Keep.of(annotations.get(GcMarks.KEEP_VERSIONS), otherwise));
  }
}
