package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the log, which is also one watch event.
 *
 * @param version resourceVersion of the write
 * @param before null when the object is new
 * @param after what a watcher is shown; of a deletion the last state, with the deletion's version
 */
public record Change(
    long version, Type type, Resource resource, @Nullable ObjectNode before, ObjectNode after) {

  /** As the API names its events. */
  public enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }

  public String namespace() {
    return after.path("metadata").path("namespace").asText();
  }

  public String name() {
    return after.path("metadata").path("name").asText();
  }

  public String uid() {
    return after.path("metadata").path("uid").asText();
  }

  @Override
  public String toString() {
    return version + " " + type + " " + resource.plural() + " " + namespace() + "/" + name();
  }
}
