package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An object on its way into the store: itself and its metadata are fresh copies that may be
 * changed, everything below is shared with what is stored already and must be replaced whole.
 */
final class Draft {

  private final ObjectNode object;
  private final ObjectNode metadata;

  Draft(JsonNode source) {
    object = Json.shallow(source);
    metadata = Json.shallow(source.path("metadata"));
    object.set("metadata", metadata);
  }

  ObjectNode object() {
    return object;
  }

  ObjectNode metadata() {
    return metadata;
  }

  String name() {
    return Json.text(metadata, "name");
  }

  JsonNode spec() {
    return object.path("spec");
  }

  /** Replaces a top-level field by that of another object, where it may be missing. */
  void take(String field, JsonNode from) {
    put(object, field, from.get(field));
  }

  /** As {@link #take}, for a field of metadata. */
  void takeMeta(String field, JsonNode from) {
    put(metadata, field, from.path("metadata").get(field));
  }

  long generation() {
    return metadata.path("generation").asLong();
  }

  void generation(long value) {
    metadata.put("generation", value);
  }

  List<String> finalizers() {
    return Json.texts(metadata.path("finalizers"));
  }

  void finalizers(List<String> names) {
    put(metadata, "finalizers", names.isEmpty() ? null : Json.list(names));
  }

  /** Leaves out what the real server's types leave out when it is empty. */
  void tidy() {
    for (String field : List.of("labels", "annotations", "finalizers", "ownerReferences")) {
      JsonNode value = metadata.get(field);
      if (value != null && value.isEmpty()) {
        metadata.remove(field);
      }
    }
    metadata.remove("selfLink");
    dropRepeatedOwners();
  }

  /**
   * The server drops an owner that is named twice, and only warns; so adopting twice is harmless.
   */
  private void dropRepeatedOwners() {
    JsonNode owners = metadata.path("ownerReferences");
    Set<JsonNode> distinct = new LinkedHashSet<>();
    owners.forEach(distinct::add);
    if (distinct.size() < owners.size()) {
      metadata.putArray("ownerReferences").addAll(distinct);
    }
  }

  private static void put(ObjectNode into, String field, @Nullable JsonNode value) {
    if (value == null) {
      into.remove(field);
    } else {
      into.set(field, value);
    }
  }
}
