package platform.tkex.statefulsetplus.inplace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds the first field in which two objects of the API differ, and says it as a person would. */
final class JsonDifference {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** A value may be a whole container. */
  private static final int LONGEST = 60;

  private JsonDifference() {}

  /**
   * As in {@code spec.template.spec.containers[app].env[MODE].value: "a" became "b"}; empty when
   * they are equal.
   */
  static Optional<String> first(String path, @Nullable Object was, @Nullable Object is) {
    return first(path, MAPPER.<JsonNode>valueToTree(was), MAPPER.<JsonNode>valueToTree(is));
  }

  private static Optional<String> first(String path, JsonNode was, JsonNode is) {
    if (isNothing(was) && isNothing(is)) {
      return Optional.empty();
    }
    if (was.isObject() && is.isObject()) {
      TreeSet<String> names = new TreeSet<>();
      was.fieldNames().forEachRemaining(names::add);
      is.fieldNames().forEachRemaining(names::add);
      return names.stream()
          .flatMap(name -> first(path + "." + name, was.path(name), is.path(name)).stream())
          .findFirst();
    }
    if (was.isArray() && is.isArray() && was.size() == is.size() && haveSameNames(was, is)) {
      for (int i = 0; i < was.size(); i++) {
        Optional<String> found = first(path + element(was.get(i), i), was.get(i), is.get(i));
        if (found.isPresent()) {
          return found;
        }
      }
      return Optional.empty();
    }
    return was.equals(is)
        ? Optional.empty()
        : Optional.of(path + ": " + shown(was) + " became " + shown(is));
  }

  private static boolean haveSameNames(JsonNode was, JsonNode is) {
    for (int i = 0; i < was.size(); i++) {
      if (!was.get(i).path("name").equals(is.get(i).path("name"))) {
        return false;
      }
    }
    return true;
  }

  private static String element(JsonNode element, int index) {
    String name = element.path("name").asText();
    return "[" + (name.isEmpty() ? Integer.toString(index) : name) + "]";
  }

  private static boolean isNothing(JsonNode node) {
    return node.isMissingNode() || node.isNull() || (node.isArray() && node.isEmpty());
  }

  private static String shown(JsonNode node) {
    String text = isNothing(node) ? "nothing" : node.toString();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
