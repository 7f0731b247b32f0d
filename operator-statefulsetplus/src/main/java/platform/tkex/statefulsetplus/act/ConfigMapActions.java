package platform.tkex.statefulsetplus.act;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.read.ApiReader;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;
import platform.tkex.statefulsetplus.config.VersionStore;

/** Writes ConfigMaps. */
public final class ConfigMapActions implements VersionStore {
  private final ApiReader reader;
  private final ApiWriter writer;
  private final KubernetesSerialization json;

  public ConfigMapActions(ApiReader reader, ApiWriter writer, KubernetesSerialization json) {
    this.reader = reader;
    this.writer = writer;
    this.json = json;
  }

  @Override
  public @Nullable ConfigMap get(String namespace, String name) {
    return reader.get(ConfigMap.class, namespace, name);
  }

  @Override
  public WriteResult create(ConfigMap version) {
    return writer.run(
        Write.create(
            Paths.configMaps(version.getMetadata().getNamespace()),
            json.asJson(version).getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public WriteResult label(ConfigMap holder, Map<String, String> labels) {
    ObjectMeta meta = holder.getMetadata();
    Map<String, Object> metadata =
        Map.of(
            "uid", meta.getUid(), "resourceVersion", meta.getResourceVersion(), "labels", labels);
    return writer.run(
        Write.mergePatch(
            Paths.configMap(meta.getNamespace(), meta.getName()),
            json.asJson(Map.of("metadata", metadata)).getBytes(StandardCharsets.UTF_8)));
  }
}
