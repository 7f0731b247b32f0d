package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Applies patches to values that stay as they are. */
final class Patches {

  /** Lists that a strategic patch merges element by element, and what tells their elements. */
  private static final Map<String, String> MERGED_BY =
      Map.of("containers", "name", "initContainers", "name", "env", "name", "volumes", "name");

  private Patches() {}

  /** What a patch of a content type does. */
  static Function<JsonNode, JsonNode> of(@Nullable String contentType, JsonNode patch) {
    if (Request.MERGE_PATCH.equals(contentType)) {
      return target -> merge(target, patch);
    }
    return Request.STRATEGIC_PATCH.equals(contentType)
        ? target -> strategic(target, patch)
        : target -> apply(target, patch);
  }

  /** As {@link #merge}, but for lists of things that have names. */
  static JsonNode strategic(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode result = Json.shallow(target);
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      if (value.isNull()) {
        result.remove(name);
      } else if (value.isArray() && MERGED_BY.containsKey(name)) {
        result.set(name, mergeList(result.path(name), value, MERGED_BY.get(name)));
      } else {
        result.set(name, strategic(result.path(name), value));
      }
    }
    return result;
  }

  private static ArrayNode mergeList(JsonNode target, JsonNode patch, String key) {
    ArrayNode result = JsonNodeFactory.instance.arrayNode();
    Set<String> merged = new HashSet<>();
    for (JsonNode element : target) {
      JsonNode change = named(patch, key, element.path(key).asText());
      merged.add(element.path(key).asText());
      result.add(change.isMissingNode() ? element : strategic(element, change));
    }
    for (JsonNode element : patch) {
      if (!merged.contains(element.path(key).asText())) {
        result.add(element);
      }
    }
    return result;
  }

  private static JsonNode named(JsonNode list, String key, String name) {
    for (JsonNode element : list) {
      if (element.path(key).asText().equals(name)) {
        return element;
      }
    }
    return MissingNode.getInstance();
  }

  /** RFC 7386. */
  static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!patch.isObject()) {
      return patch;
    }
    ObjectNode result = Json.shallow(target);
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        result.remove(field.getKey());
      } else {
        JsonNode old = result.path(field.getKey());
        result.set(field.getKey(), merge(old, value));
      }
    }
    return result;
  }

  /**
   * RFC 6902.
   *
   * @throws ApiException when an operation does not apply
   */
  static JsonNode apply(JsonNode target, JsonNode patch) {
    JsonNode result = target;
    for (JsonNode operation : patch) {
      result = operate(result, operation);
    }
    return result;
  }

  private static JsonNode operate(JsonNode target, JsonNode operation) {
    List<String> steps = steps(Json.text(operation, "path"));
    JsonNode value = operation.path("value");
    return switch (Json.text(operation, "op")) {
      case "test" -> test(target, steps, value);
      case "add" -> edit(target, steps, 0, Edit.ADD, value);
      case "replace" -> edit(target, steps, 0, Edit.REPLACE, value);
      case "remove" -> edit(target, steps, 0, Edit.REMOVE, value);
      case "copy" -> edit(target, steps, 0, Edit.ADD, existing(target, from(operation)));
      case "move" -> {
        JsonNode moved = existing(target, from(operation));
        JsonNode without = edit(target, steps(from(operation)), 0, Edit.REMOVE, moved);
        yield edit(without, steps, 0, Edit.ADD, moved);
      }
      default -> throw ApiException.badRequest("Unexpected kind: " + Json.text(operation, "op"));
    };
  }

  private static String from(JsonNode operation) {
    return Json.text(operation, "from");
  }

  private static JsonNode existing(JsonNode target, String path) {
    JsonNode value = find(target, steps(path));
    if (value.isMissingNode()) {
      throw ApiException.patchFailed();
    }
    return value;
  }

  /** A field that is not there equals null, but only in an object that is there. */
  private static JsonNode test(JsonNode target, List<String> steps, JsonNode value) {
    JsonNode found = find(target, steps);
    boolean parent =
        steps.isEmpty() || find(target, steps.subList(0, steps.size() - 1)).isContainerNode();
    JsonNode wanted = value.isMissingNode() ? NullNode.instance : value;
    boolean equal = found.isMissingNode() ? parent && wanted.isNull() : Json.same(found, wanted);
    if (!equal) {
      throw ApiException.patchFailed();
    }
    return target;
  }

  private static JsonNode find(JsonNode target, List<String> steps) {
    JsonNode at = target;
    for (String step : steps) {
      at = at.isArray() ? at.path(index(step)) : at.path(step);
    }
    return at;
  }

  private enum Edit {
    ADD,
    REPLACE,
    REMOVE
  }

  private static JsonNode edit(
      JsonNode at, List<String> steps, int depth, Edit edit, JsonNode value) {
    if (steps.isEmpty()) {
      return value;
    }
    String step = steps.get(depth);
    boolean last = depth == steps.size() - 1;
    if (at.isArray()) {
      return editList((ArrayNode) at, steps, depth, edit, value);
    }
    JsonNode child = at.isObject() ? at.path(step) : MissingNode.getInstance();
    if (!at.isObject() || (child.isMissingNode() && !(last && edit == Edit.ADD))) {
      throw ApiException.patchFailed();
    }
    ObjectNode result = Json.shallow(at);
    if (last && edit == Edit.REMOVE) {
      result.remove(step);
    } else {
      result.set(step, last ? value : edit(child, steps, depth + 1, edit, value));
    }
    return result;
  }

  private static JsonNode editList(
      ArrayNode at, List<String> steps, int depth, Edit edit, JsonNode value) {
    String step = steps.get(depth);
    boolean last = depth == steps.size() - 1;
    int index = step.equals("-") ? at.size() : index(step);
    int end = last && edit == Edit.ADD ? at.size() : at.size() - 1;
    if (index < 0 || index > end) {
      throw ApiException.patchFailed();
    }
    ArrayNode result = JsonNodeFactory.instance.arrayNode(at.size() + 1);
    result.addAll(at);
    if (!last) {
      result.set(index, edit(at.get(index), steps, depth + 1, edit, value));
      return result;
    }
    switch (edit) {
      case ADD -> result.insert(index, value);
      case REPLACE -> result.set(index, value);
      case REMOVE -> result.remove(index);
    }
    return result;
  }

  private static int index(String step) {
    return step.matches("\\d{1,6}") ? Integer.parseInt(step) : -1;
  }

  private static List<String> steps(String pointer) {
    List<String> steps = new ArrayList<>();
    if (!pointer.isEmpty()) {
      for (String step : pointer.substring(1).split("/", -1)) {
        steps.add(step.replace("~1", "/").replace("~0", "~"));
      }
    }
    return steps;
  }
}
