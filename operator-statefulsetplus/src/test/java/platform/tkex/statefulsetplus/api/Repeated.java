package platform.tkex.statefulsetplus.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** Writes out {@code {$repeat: N, $item: X}}: what is too long would be so in a file as well. */
final class Repeated {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private Repeated() {}

  static JsonNode expand(JsonNode node) {
    if (node.has("$repeat")) {
      return node.has("$key") ? object(node) : list(node);
    }
    if (node.isObject()) {
      ObjectNode result = JSON.objectNode();
      node.properties().forEach(e -> result.set(e.getKey(), expand(e.getValue())));
      return result;
    }
    ArrayNode result = JSON.arrayNode();
    node.forEach(item -> result.add(expand(item)));
    return node.isArray() ? result : node;
  }

  private static ArrayNode list(JsonNode node) {
    ArrayNode result = JSON.arrayNode();
    for (int i = 0; i < node.get("$repeat").asInt(); i++) {
      result.add(numbered(node.get("$item"), i));
    }
    return result;
  }

  private static ObjectNode object(JsonNode node) {
    ObjectNode result = JSON.objectNode();
    for (int i = 0; i < node.get("$repeat").asInt(); i++) {
      String key = node.get("$key").asText().replace("#", Integer.toString(i));
      result.set(key, numbered(node.get("$item"), i));
    }
    return result;
  }

  private static JsonNode numbered(JsonNode node, int number) {
    if (node.isTextual()) {
      return TextNode.valueOf(node.asText().replace("#", Integer.toString(number)));
    }
    if (!node.isObject()) {
      return node;
    }
    ObjectNode result = JSON.objectNode();
    node.properties().forEach(e -> result.set(e.getKey(), numbered(e.getValue(), number)));
    return result;
  }
}
