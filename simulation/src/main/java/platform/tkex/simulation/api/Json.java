package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Values that are never changed: a changed one is a new one that shares what it can. */
final class Json {

  private Json() {}

  static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A copy of this level; what lies below is shared. */
  static ObjectNode shallow(JsonNode object) {
    ObjectNode copy = empty();
    if (object instanceof ObjectNode fields) {
      copy.setAll(fields);
    }
    return copy;
  }

  /** Text of a field, empty when it is not there. */
  static String text(JsonNode object, String field) {
    return object.path(field).asText();
  }

  /** Elements of a list of strings. */
  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>(list.size());
    for (JsonNode element : list) {
      texts.add(element.asText());
    }
    return texts;
  }

  static ArrayNode list(List<String> texts) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode(texts.size());
    texts.forEach(list::add);
    return list;
  }

  /** Deep equality; whole numbers are equal whatever their Java type. */
  @SuppressWarnings("ReferenceEquality") // shared parts need no look
  static boolean same(JsonNode a, JsonNode b) {
    if (a == b) {
      return true;
    }
    if (a.isObject() && b.isObject()) {
      return a.size() == b.size() && sameFields(a, b);
    }
    if (a.isArray() && b.isArray()) {
      return a.size() == b.size() && sameElements(a, b);
    }
    if (a.isIntegralNumber() && b.isIntegralNumber()) {
      return a.longValue() == b.longValue();
    }
    return a.equals(b);
  }

  private static boolean sameFields(JsonNode a, JsonNode b) {
    for (Map.Entry<String, JsonNode> field : a.properties()) {
      JsonNode other = b.get(field.getKey());
      if (other == null || !same(field.getValue(), other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameElements(JsonNode a, JsonNode b) {
    for (int i = 0; i < a.size(); i++) {
      if (!same(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }
}
