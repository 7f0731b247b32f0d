package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.pods.TrimmingStore;
import platform.tkex.common.read.ApiReader;
import platform.tkex.common.read.Selection;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;
import platform.tkex.statefulsetplus.config.ConfigTrimming;
import platform.tkex.statefulsetplus.config.ConfigVersions;
import platform.tkex.statefulsetplus.config.SourceKey;

/** Caches of sources and of the versions made of them, without their contents. */
final class ConfigCaches implements ConfigVersions, AutoCloseable {
  private static final String BY_SOURCE = "source";

  private final SharedIndexInformer<ConfigMap> sources;
  private final SharedIndexInformer<ConfigMap> versions;

  ConfigCaches(ApiReader reader) {
    sources =
        reader.informer(ConfigMap.class, Selection.labelled(ConfigMapLabels.VERSIONED + "=true"));
    // there may be tens of thousands, of a megabyte each
    versions = reader.informer(ConfigMap.class, Selection.metadataOf(ConfigMapLabels.NAME));
    sources.itemStore(new TrimmingStore<>(ConfigTrimming::source));
    versions.itemStore(new TrimmingStore<>(ConfigTrimming::version));
    versions.addIndexers(Map.of(BY_SOURCE, version -> List.of(sourceOf(version).toString())));
  }

  /** Fills the caches; returns once they are complete. */
  void start(ConfigNews news) {
    sources.addEventHandler(new SourceHandler(news));
    versions.addEventHandler(new VersionHandler(news));
    sources.start().toCompletableFuture().join();
    versions.start().toCompletableFuture().join();
  }

  boolean ready() {
    return sources.hasSynced()
        && sources.isRunning()
        && versions.hasSynced()
        && versions.isRunning();
  }

  @Override
  public @Nullable Source source(SourceKey key) {
    ConfigMap source = sources.getIndexer().getByKey(key.toString());
    return source == null
        ? null
        : new Source(source.getMetadata().getUid(), ConfigTrimming.hash(source));
  }

  @Override
  public List<Version> versions(SourceKey key) {
    return versions.getIndexer().byIndex(BY_SOURCE, key.toString()).stream()
        .filter(version -> version.getMetadata().getDeletionTimestamp() == null)
        .map(ConfigCaches::version)
        .toList();
  }

  @Override
  public @Nullable Version version(SourceKey key, String hash) {
    String path = key.namespace() + "/" + key.version(hash);
    ConfigMap version = versions.getIndexer().getByKey(path);
    return version == null
            || version.getMetadata().getDeletionTimestamp() != null
            || !sourceOf(version).equals(key)
        ? null
        : version(version);
  }

  @Override
  public void close() {
    sources.close();
    versions.close();
  }

  private static Version version(ConfigMap version) {
    ObjectMeta meta = version.getMetadata();
    return new Version(meta.getName(), meta.getUid(), label(version, ConfigMapLabels.VERSION));
  }

  private static SourceKey sourceOf(ConfigMap version) {
    return new SourceKey(
        version.getMetadata().getNamespace(), label(version, ConfigMapLabels.NAME));
  }

  private static String label(ConfigMap version, String name) {
    return Objects.requireNonNullElse(version.getMetadata().getLabels(), Map.<String, String>of())
        .getOrDefault(name, "");
  }

  private static SourceKey keyOf(ConfigMap source) {
    return new SourceKey(source.getMetadata().getNamespace(), source.getMetadata().getName());
  }

  /** What was seen before is trimmed, what is new is whole. */
  private record SourceHandler(ConfigNews news) implements ResourceEventHandler<ConfigMap> {
    @Override
    public void onAdd(ConfigMap source) {
      news.sourceCame(keyOf(source));
    }

    @Override
    public void onUpdate(ConfigMap before, ConfigMap after) {
      if (!ConfigTrimming.hash(before).equals(ConfigTrimming.hash(after))) {
        news.sourceChanged(keyOf(after), after);
      }
    }

    @Override
    public void onDelete(ConfigMap source, boolean unknown) {
      news.sourceWent(keyOf(source));
    }
  }

  private record VersionHandler(ConfigNews news) implements ResourceEventHandler<ConfigMap> {
    @Override
    public void onAdd(ConfigMap version) {
      news.versionCame(sourceOf(version));
    }

    /** What it holds cannot change; but it may be on its way out. */
    @Override
    public void onUpdate(ConfigMap before, ConfigMap after) {
      if (before.getMetadata().getDeletionTimestamp() == null
          && after.getMetadata().getDeletionTimestamp() != null) {
        news.versionWent(sourceOf(after), after.getMetadata().getUid());
      }
    }

    @Override
    public void onDelete(ConfigMap version, boolean unknown) {
      news.versionWent(sourceOf(version), version.getMetadata().getUid());
    }
  }
}
