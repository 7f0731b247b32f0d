package platform.tkex.simulation.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/** Objects of the model as the client library gives them to a controller. */
final class Objects {

  private static final ObjectMapper JSON = new ObjectMapper();

  static {
    // which sets the mapper up for Kubernetes' types
    new KubernetesSerialization(JSON, false).asJson("");
  }

  private Objects() {}

  /** A new object with each call: a cache may change what it is given. */
  static <T> T read(JsonNode object, Class<T> kind) {
    try {
      return JSON.treeToValue(object, kind);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a " + kind.getSimpleName() + ": " + object, e);
    }
  }
}
