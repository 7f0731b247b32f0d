package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** POST to a pod's subresources: binding to a node, eviction. */
final class PodVerbs {

  private final Registry registry;
  private final Deletes deletes;

  PodVerbs(Registry registry, Deletes deletes) {
    this.registry = registry;
    this.deletes = deletes;
  }

  Answer post(Target target, JsonNode body, String user) {
    switch (target.subresource()) {
      case "binding" -> bind(target, body);
      case "eviction" ->
          deletes.delete(target, DeleteOptions.of(target, body.get("deleteOptions")), user);
      default -> throw ApiException.noSuchPath();
    }
    ObjectNode success = Json.empty().put("kind", "Status").put("apiVersion", "v1");
    success.putObject("metadata");
    return new Answer(201, success.put("status", "Success").put("code", 201));
  }

  private void bind(Target target, JsonNode binding) {
    ObjectNode pod = registry.get(target);
    String uid = Json.text(binding.path("metadata"), "uid");
    if (!uid.isEmpty() && !uid.equals(Json.text(pod.path("metadata"), "uid"))) {
      throw refused(target, "Precondition failed: UID in precondition: " + uid);
    }
    if (pod.path("metadata").has("deletionTimestamp")) {
      throw refused(
          target, "pod " + target.name() + " is being deleted, cannot be assigned to a host");
    }
    String node = Json.text(pod.path("spec"), "nodeName");
    if (!node.isEmpty()) {
      throw refused(
          target, "pod " + target.name() + " is already assigned to node \"" + node + "\"");
    }
    Draft draft = new Draft(pod);
    draft
        .object()
        .set(
            "spec",
            Json.shallow(draft.spec()).put("nodeName", Json.text(binding.path("target"), "name")));
    ObjectNode status = Json.shallow(pod.path("status"));
    status.set("conditions", scheduled(status.path("conditions")));
    draft.object().set("status", status);
    registry.write(target, draft, pod);
  }

  private static ApiException refused(Target target, String why) {
    return ApiException.bindingConflict(target.name(), why);
  }

  private ArrayNode scheduled(JsonNode old) {
    ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
    for (JsonNode condition : old) {
      if (!Json.text(condition, "type").equals("PodScheduled")) {
        conditions.add(condition);
      }
    }
    conditions
        .addObject()
        .put("type", "PodScheduled")
        .put("status", "True")
        .put("lastTransitionTime", registry.now().toString());
    return conditions;
  }
}
