package platform.tkex.statefulsetplus.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import platform.tkex.testkit.Repository;

/**
 * StatefulSetPluses sent byte by byte, as no typed client would: wrong types, nulls, unknown
 * fields.
 */
final class RawApi {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final String collection;

  RawApi(KubernetesClient client, String namespace) {
    this.client = client;
    this.collection = "/apis/platform.tkex/v1/namespaces/" + namespace + "/statefulsetpluses";
  }

  /** A file below {@code validation/}. */
  static JsonNode read(String file) {
    try (InputStream in = RawApi.class.getResourceAsStream("/validation/" + file)) {
      return YAML.readTree(Objects.requireNonNull(in, file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A YAML file of the repository. */
  static JsonNode committed(String file) {
    try {
      return YAML.readTree(Repository.root().resolve(file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode parse(@Nullable String yaml) {
    try {
      return YAML.readTree(Objects.requireNonNull(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A changed copy, by the rules of a JSON merge patch. */
  static ObjectNode merged(JsonNode object, JsonNode patch) {
    ObjectNode result = object instanceof ObjectNode o ? o.deepCopy() : YAML.createObjectNode();
    for (var entry : patch.properties()) {
      JsonNode value = entry.getValue();
      if (value.isNull()) {
        result.remove(entry.getKey());
      } else {
        result.set(
            entry.getKey(), value.isObject() ? merged(result.path(entry.getKey()), value) : value);
      }
    }
    return result;
  }

  /** Fails when the server prunes a field that it does not know. */
  JsonNode create(JsonNode object) {
    return send("POST", collection, object);
  }

  /**
   * Over whatever is there now: the API server takes no update of a custom resource without its
   * version. Again when somebody else, such as a running operator, wrote meanwhile.
   */
  JsonNode replace(JsonNode object) {
    return replace(object, "");
  }

  /** As {@link #replace}; only the status counts. */
  JsonNode replaceStatus(JsonNode object) {
    return replace(object, "/status");
  }

  private JsonNode replace(JsonNode object, String subresource) {
    String path = collection + "/" + object.at("/metadata/name").asText();
    while (true) {
      ObjectNode current = object.deepCopy();
      current
          .withObject("/metadata")
          .set("resourceVersion", parse(client.raw(path)).at("/metadata/resourceVersion"));
      try {
        return send("PUT", path + subresource, current);
      } catch (KubernetesClientException e) {
        if (e.getCode() != CONFLICT) {
          throw e;
        }
      }
    }
  }

  private JsonNode send(String method, String path, JsonNode object) {
    return parse(client.raw(path + "?fieldValidation=Strict", method, object.toString()));
  }
}
