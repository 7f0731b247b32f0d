package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What is compared of an answer or an event: everything but what the model leaves out on purpose
 * (defaults of pods that nobody here looks at, managed fields) and times, of which only the
 * presence counts.
 */
public final class Projection {

  private static final List<String> TIMES = List.of("creationTimestamp", "deletionTimestamp");

  private Projection() {}

  /**
   * Of an answer's body or an event's object.
   *
   * @param words puts UIDs and the like into the model's terms
   * @param version puts a resourceVersion into the model's terms
   */
  public static JsonNode of(
      JsonNode body, UnaryOperator<String> words, UnaryOperator<String> version) {
    return body.path("kind").asText().equals("Status")
        ? status(body, words)
        : object(body, words, version);
  }

  private static JsonNode status(JsonNode status, UnaryOperator<String> words) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.set("reason", status.get("reason"));
    result.put("message", line(words.apply(status.path("message").asText())));
    JsonNode details = status.path("details");
    result.put(
        "about",
        details.path("group").asText()
            + "/"
            + details.path("kind").asText()
            + "/"
            + details.path("name").asText());
    result.put("uid", words.apply(details.path("uid").asText()));
    List<String> causes = new ArrayList<>();
    for (JsonNode cause : details.path("causes")) {
      causes.add(
          cause.path("field").asText()
              + " "
              + cause.path("reason").asText()
              + " "
              + line(words.apply(cause.path("message").asText())));
    }
    result.put("causes", causes.toString());
    return result;
  }

  /** Below the first line is a diff of Go structs. */
  private static String line(String message) {
    int end = message.indexOf('\n');
    String first = end < 0 ? message : message.substring(0, end);
    return first.replaceFirst("]$", "");
  }

  private static JsonNode object(
      JsonNode object, UnaryOperator<String> words, UnaryOperator<String> version) {
    ObjectNode result = object.deepCopy();
    ObjectNode metadata = (ObjectNode) result.get("metadata");
    String generated = metadata.path("generateName").asText();
    if (!generated.isEmpty() && metadata.path("name").asText().length() == generated.length() + 5) {
      metadata.put("name", generated + "*");
    }
    metadata.remove(List.of("managedFields", "generateName"));
    for (String time : TIMES) {
      if (metadata.has(time)) {
        metadata.put(time, "set");
      }
    }
    if (metadata.has("uid")) {
      metadata.put("uid", words.apply(metadata.get("uid").asText()));
    }
    for (JsonNode owner : metadata.path("ownerReferences")) {
      ((ObjectNode) owner).put("uid", words.apply(owner.path("uid").asText()));
    }
    if (metadata.has("resourceVersion")) {
      metadata.put("resourceVersion", version.apply(metadata.get("resourceVersion").asText()));
    }
    return trim(result);
  }

  private static ObjectNode trim(ObjectNode object) {
    switch (object.path("kind").asText()) {
      case "Pod" -> {
        keep(
            object,
            "spec",
            List.of(
                "nodeName",
                "terminationGracePeriodSeconds",
                "schedulerName",
                "activeDeadlineSeconds"),
            image(object));
        keep(object, "status", List.of("phase", "qosClass", "message"), conditions(object));
      }
      case "PersistentVolumeClaim" -> {
        keep(object, "spec", List.of("volumeName", "accessModes", "resources"), "");
      }
      default -> {}
    }
    return object;
  }

  private static String image(JsonNode pod) {
    return pod.at("/spec/containers/0/image").asText();
  }

  private static String conditions(JsonNode pod) {
    List<String> conditions = new ArrayList<>();
    for (JsonNode condition : pod.at("/status/conditions")) {
      conditions.add(condition.path("type").asText() + "=" + condition.path("status").asText());
    }
    return conditions.toString();
  }

  private static void keep(ObjectNode object, String part, List<String> fields, String more) {
    ObjectNode kept = JsonNodeFactory.instance.objectNode().put("more", more);
    for (Map.Entry<String, JsonNode> field : object.path(part).properties()) {
      if (fields.contains(field.getKey())) {
        kept.set(field.getKey(), field.getValue());
      }
    }
    object.set(part, kept);
  }
}
