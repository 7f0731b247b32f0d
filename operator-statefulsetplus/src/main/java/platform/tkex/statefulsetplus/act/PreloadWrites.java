package platform.tkex.statefulsetplus.act;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.util.List;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;

/** Creates and deletes the pods that pull images ahead. */
public final class PreloadWrites {
  private final ApiWriter writer;
  private final KubernetesSerialization json;

  public PreloadWrites(ApiWriter writer, KubernetesSerialization json) {
    this.writer = writer;
    this.json = json;
  }

  /** Results in the order of the pods. */
  public List<WriteResult> create(String namespace, List<Pod> pods) {
    return writer.run(
        pods.stream()
            .map(pod ->
                Write.create(
                    Paths.pods(namespace), json.asJson(pod).getBytes(StandardCharsets.UTF_8)))
            .toList());
  }

  /**
   * Deletes this very pod, which nothing runs in.
   *
   * @param uid of the pod
   */
  public WriteResult delete(String namespace, String name, String uid) {
    return writer.run(Write.delete(Paths.pod(namespace, name), uid, null, 0L));
  }
}
