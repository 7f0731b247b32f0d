package platform.tkex.statefulsetplus.act;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;

/**
 * Writes status, whole, and only on top of the very version that was decided upon: a decision made
 * by another leader, or an edit in between, makes the write fail instead of being overwritten.
 */
public final class StatusWriter {
  private final ApiWriter writer;
  private final KubernetesSerialization json;

  public StatusWriter(ApiWriter writer, KubernetesSerialization json) {
    this.writer = writer;
    this.json = json;
  }

  /** The object's status to change; the object itself belongs to a cache. */
  public StatefulSetPlusStatus copy(StatefulSetPlus object) {
    StatefulSetPlusStatus status = object.getStatus();
    return status == null ? new StatefulSetPlusStatus() : json.clone(status);
  }

  /**
   * Writes the status; the result's resourceVersion is that of the object afterwards. A refusal
   * with code 422 or 409 means that the object has changed since it was read.
   */
  public WriteResult write(StatefulSetPlus object, StatefulSetPlusStatus status) {
    List<Map<String, Object>> patch =
        List.of(
            Map.of(
                "op",
                "test",
                "path",
                "/metadata/resourceVersion",
                "value",
                Objects.requireNonNull(object.getMetadata().getResourceVersion())),
            Map.of("op", "add", "path", "/status", "value", status));
    return writer.run(
        Write.jsonPatch(
            Paths.status(object.getMetadata().getNamespace(), object.getMetadata().getName()),
            json.asJson(patch).getBytes(StandardCharsets.UTF_8)));
  }
}
