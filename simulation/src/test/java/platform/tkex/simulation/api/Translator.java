package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the model calls by one UID or version the real server calls by another: learned from pairs
 * of answers, and used on the requests that follow.
 */
public final class Translator {

  private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  private final Map<String, String> uids = new HashMap<>();
  private final Map<String, String> versions = new HashMap<>();
  private final Map<String, String> uidsBack = new HashMap<>();
  private final Map<String, String> versionsBack = new HashMap<>();

  /** Two states that should be the same state; those of a dry run have no version. */
  public void learn(JsonNode model, JsonNode real, boolean dryRun) {
    pair(uids, uidsBack, text(model, "uid"), text(real, "uid"));
    if (!dryRun) {
      pair(versions, versionsBack, text(model, "resourceVersion"), text(real, "resourceVersion"));
    }
  }

  private static void pair(
      Map<String, String> there, Map<String, String> back, String model, String real) {
    // one for one: else a write here that was none there would go unseen
    if (!model.isEmpty()
        && !real.isEmpty()
        && !there.containsKey(model)
        && !back.containsKey(real)) {
      there.put(model, real);
      back.put(real, model);
    }
  }

  private static String text(JsonNode object, String field) {
    return object.path("metadata").path(field).asText();
  }

  /** The real server's request for the model's. */
  public Request toReal(Request request) {
    JsonNode body = request.body();
    return new Request(
        request.method(),
        request.path(),
        request.contentType(),
        body == null ? null : toReal(body, ""),
        request.user());
  }

  private JsonNode toReal(JsonNode value, String field) {
    if (value instanceof ObjectNode object) {
      ObjectNode result = JsonNodeFactory.instance.objectNode();
      boolean ofVersion = object.path("path").asText().endsWith("/resourceVersion");
      for (Map.Entry<String, JsonNode> entry : object.properties()) {
        String name =
            ofVersion && entry.getKey().equals("value") ? "resourceVersion" : entry.getKey();
        result.set(entry.getKey(), toReal(entry.getValue(), name));
      }
      return result;
    }
    if (value instanceof ArrayNode array) {
      ArrayNode result = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> result.add(toReal(element, "")));
      return result;
    }
    if (!value.isTextual()) {
      return value;
    }
    String text = value.asText();
    return TextNode.valueOf(
        field.equals("resourceVersion")
            ? versions.getOrDefault(text, text)
            : uids.getOrDefault(text, text));
  }

  /** The model's version for the real one, or the real one, which is too high to be the model's. */
  String versionToModel(String real) {
    return versionsBack.getOrDefault(real, real);
  }

  /** A text of the real server with the model's UIDs and versions in it. */
  public String toModel(String text) {
    Matcher matcher = UID.matcher(text);
    String result =
        matcher.replaceAll(match -> uidsBack.getOrDefault(match.group(), match.group()));
    Matcher version = Pattern.compile("(ResourceVersion in record \\()(\\d+)").matcher(result);
    String versioned = version.replaceAll(match -> match.group(1) + versionToModel(match.group(2)));
    Matcher asked =
        Pattern.compile("(ResourceVersion in the precondition \\()(\\d+)").matcher(versioned);
    return asked.replaceAll(
        match -> match.group(1) + versionsBack.getOrDefault(match.group(2), match.group(2)));
  }
}
