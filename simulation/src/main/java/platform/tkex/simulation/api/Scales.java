package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The subresource scale of a custom resource: a view of it, and changes through that view. */
final class Scales {

  private Scales() {}

  static ObjectNode view(ObjectNode object) {
    ObjectNode scale = Json.empty().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    JsonNode metadata = object.path("metadata");
    ObjectNode shown = scale.putObject("metadata");
    for (String field : new String[] {"name", "namespace", "uid", "resourceVersion"}) {
      shown.put(field, Json.text(metadata, field));
    }
    shown.set("creationTimestamp", metadata.get("creationTimestamp"));
    int replicas = object.path("spec").path("replicas").asInt();
    ObjectNode spec = scale.putObject("spec");
    if (replicas != 0) {
      // the type leaves a zero out, so that a JSON patch finds nothing to replace there
      spec.put("replicas", replicas);
    }
    JsonNode status = object.path("status");
    ObjectNode shownStatus = scale.putObject("status");
    shownStatus.put("replicas", status.path("replicas").asInt());
    if (status.hasNonNull("labelSelector")) {
      shownStatus.set("selector", status.get("labelSelector"));
    }
    return scale;
  }

  /** Only replicas and the resourceVersion get through; a patch's wrong UID is not looked at. */
  static ObjectNode apply(ObjectNode object, JsonNode scale) {
    Draft draft = new Draft(object);
    ObjectNode spec = Json.shallow(object.path("spec"));
    spec.put("replicas", scale.path("spec").path("replicas").asInt());
    draft.object().set("spec", spec);
    String version = Json.text(scale.path("metadata"), "resourceVersion");
    if (!version.isEmpty()) {
      draft.metadata().put("resourceVersion", version);
    }
    return draft.object();
  }
}
