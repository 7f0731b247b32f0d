package platform.tkex.simulation.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import platform.tkex.simulation.api.Resource;

/** Reads what every object has, and builds the small bodies that actors send. */
final class Metas {

  private Metas() {}

  static String name(JsonNode object) {
    return object.path("metadata").path("name").asText();
  }

  static String namespace(JsonNode object) {
    return object.path("metadata").path("namespace").asText();
  }

  static String uid(JsonNode object) {
    return object.path("metadata").path("uid").asText();
  }

  static String version(JsonNode object) {
    return object.path("metadata").path("resourceVersion").asText();
  }

  static boolean terminating(JsonNode object) {
    return object.path("metadata").has("deletionTimestamp");
  }

  static JsonNode owners(JsonNode object) {
    return object.path("metadata").path("ownerReferences");
  }

  static boolean hasFinalizer(JsonNode object, String finalizer) {
    for (JsonNode present : object.path("metadata").path("finalizers")) {
      if (present.asText().equals(finalizer)) {
        return true;
      }
    }
    return false;
  }

  static String path(Resource resource, JsonNode object) {
    return resource.path(namespace(object), name(object));
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A merge patch that takes a finalizer away from the very version given. */
  static ObjectNode withoutFinalizer(JsonNode object, String finalizer) {
    ArrayNode left = JsonNodeFactory.instance.arrayNode();
    for (JsonNode present : object.path("metadata").path("finalizers")) {
      if (!present.asText().equals(finalizer)) {
        left.add(present);
      }
    }
    ObjectNode patch = object();
    ObjectNode metadata = patch.putObject("metadata").put("resourceVersion", version(object));
    metadata.set("finalizers", left);
    return patch;
  }

  /** Options of a DELETE of this one incarnation. */
  static ObjectNode deleteOptions(JsonNode object) {
    ObjectNode options = object().put("kind", "DeleteOptions").put("apiVersion", "v1");
    options.putObject("preconditions").put("uid", uid(object));
    return options;
  }
}
