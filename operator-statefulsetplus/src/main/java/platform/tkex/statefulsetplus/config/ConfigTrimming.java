package platform.tkex.statefulsetplus.config;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;

/**
 * Leaves of cached ConfigMaps what a pass reads; contents are large, and of them a hash is left.
 */
public final class ConfigTrimming {
  /** No field of a ConfigMap, so that nobody else can set it. */
  private static final String HASH = "contentHash";

  private ConfigTrimming() {}

  /** A copy of a source with the hash of its content in place of the content. */
  public static ConfigMap source(ConfigMap whole) {
    ConfigMap kept = version(whole);
    kept.setAdditionalProperty(HASH, hash(whole));
    return kept;
  }

  /** The hash of a source's content, whole or trimmed. */
  public static String hash(ConfigMap source) {
    Object kept = source.getAdditionalProperties().get(HASH);
    return kept instanceof String hash ? hash : ContentHash.of(source);
  }

  /** A copy of a version's metadata, which is all that a cache of versions is given. */
  public static ConfigMap version(ConfigMap whole) {
    ObjectMeta all = whole.getMetadata();
    ObjectMeta meta = new ObjectMeta();
    meta.setNamespace(all.getNamespace());
    meta.setName(all.getName());
    meta.setUid(all.getUid());
    meta.setResourceVersion(all.getResourceVersion());
    meta.setDeletionTimestamp(all.getDeletionTimestamp());
    meta.setLabels(labels(all.getLabels()));
    ConfigMap kept = new ConfigMap();
    kept.setMetadata(meta);
    return kept;
  }

  private static Map<String, String> labels(@Nullable Map<String, String> all) {
    Map<String, String> kept = new HashMap<>(4);
    Objects.requireNonNullElse(all, Map.<String, String>of())
        .forEach((key, value) -> {
          if (key.equals(ConfigMapLabels.NAME) || key.equals(ConfigMapLabels.VERSION)) {
            kept.put(key.intern(), value);
          }
        });
    return kept;
  }
}
