package platform.tkex.crds.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What holds for every schema, whatever the kind. */
final class SchemaCleanup {
  /** More than any percentage has; without a bound the API server assumes megabytes. */
  private static final int LONGEST_AMOUNT = 16;

  private SchemaCleanup() {}

  static ObjectNode apply(ObjectNode node) {
    wholeNumbers(node);
    if (node.path("x-kubernetes-int-or-string").asBoolean()) {
      node.put("maxLength", LONGEST_AMOUNT);
      return descriptionFirst(node);
    }
    if (node.path("type").asText().equals("integer") && !node.has("format")) {
      node.put("format", "int32");
    }
    for (JsonNode child : node) {
      each(child);
    }
    return descriptionFirst(node);
  }

  private static void each(JsonNode node) {
    if (node instanceof ObjectNode object) {
      apply(object);
    } else if (node.isArray()) {
      node.forEach(SchemaCleanup::each);
    }
  }

  /** The generator's bounds are doubles: 100.0 means 100 and reads worse. */
  private static void wholeNumbers(ObjectNode node) {
    for (Map.Entry<String, JsonNode> entry : List.copyOf(node.properties())) {
      JsonNode value = entry.getValue();
      if (value.isFloatingPointNumber() && value.asDouble() == Math.rint(value.asDouble())) {
        node.set(entry.getKey(), LongNode.valueOf(value.asLong()));
      }
    }
  }

  /** People read the description of a field before its rules. */
  private static ObjectNode descriptionFirst(ObjectNode node) {
    if (node.path("description").isTextual()) {
      List<Map.Entry<String, JsonNode>> rest = new ArrayList<>(node.properties());
      node.removeAll();
      rest.stream().filter(e -> e.getKey().equals("description")).forEach(e -> put(node, e));
      rest.stream().filter(e -> !e.getKey().equals("description")).forEach(e -> put(node, e));
    }
    return node;
  }

  private static void put(ObjectNode node, Map.Entry<String, JsonNode> entry) {
    node.set(entry.getKey(), entry.getValue());
  }
}
