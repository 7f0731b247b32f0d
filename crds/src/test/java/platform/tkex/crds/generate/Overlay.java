package platform.tkex.crds.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Merges a tree into another: objects key by key, everything else replaced, null removes.
 *
 * <p>{@code $replace: true} in an object drops what was generated there, if anything. Any other
 * property that the types do not have is an error, so that an overlay cannot outlive a renamed
 * field.
 */
final class Overlay {
  private static final String REPLACE = "$replace";

  private Overlay() {}

  static void apply(ObjectNode target, JsonNode patch) {
    patch
        .properties()
        .forEach(entry -> {
          String key = entry.getKey();
          JsonNode value = entry.getValue();
          boolean replaces = value.path(REPLACE).asBoolean();
          if (key.equals("properties") && !target.has(key)) {
            throw new IllegalStateException("no properties to overlay with " + value);
          }
          if (target.get(key) instanceof ObjectNode inner && value.isObject() && !replaces) {
            if (key.equals("properties")) {
              requireKnown(inner, value);
            }
            apply(inner, value);
          } else if (value.isNull()) {
            target.remove(key);
          } else {
            target.set(key, withoutMarker(value));
          }
        });
  }

  private static void requireKnown(ObjectNode properties, JsonNode patch) {
    patch
        .properties()
        .forEach(entry -> {
          boolean replaces = entry.getValue().path(REPLACE).asBoolean();
          if (!replaces && !properties.has(entry.getKey())) {
            throw new IllegalStateException("the types have no property " + entry.getKey());
          }
        });
  }

  private static JsonNode withoutMarker(JsonNode value) {
    if (!(value instanceof ObjectNode object)) {
      return value;
    }
    ObjectNode copy = object.deepCopy();
    copy.remove(REPLACE);
    return copy;
  }
}
