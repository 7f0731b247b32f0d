package platform.tkex.statefulsetplus.config;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.write.WriteResult;

/** ConfigMaps on the API server. */
public interface VersionStore {

  /**
   * As the server has it now, null when there is none.
   *
   * @throws RuntimeException when there was no answer
   */
  @Nullable ConfigMap get(String namespace, String name);

  /** Makes it; refused with 409 when the name is taken. */
  WriteResult create(ConfigMap version);

  /** Adds labels to this very object, as it was read. */
  WriteResult label(ConfigMap holder, Map<String, String> labels);
}
