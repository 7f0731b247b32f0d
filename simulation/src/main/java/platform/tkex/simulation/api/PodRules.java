package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Defaults of a pod, and what of it may change. */
final class PodRules {

  /** The real server adds a diff, on further lines. */
  static final String FIXED =
      "pod updates may not change fields other than `spec.containers[*].image`,"
          + "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only"
          + " additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to"
          + " be set to 1 if it was previously negative)";

  private static final Map<String, String> DEFAULTS =
      Map.of(
          "restartPolicy", "Always",
          "dnsPolicy", "ClusterFirst",
          "schedulerName", "default-scheduler");

  private PodRules() {}

  static void defaults(Draft draft) {
    JsonNode spec = draft.spec();
    if (!spec.isObject()) {
      return;
    }
    ObjectNode result = Json.shallow(spec);
    DEFAULTS.forEach((field, value) -> {
      if (!result.hasNonNull(field)) {
        result.put(field, value);
      }
    });
    if (!result.hasNonNull("terminationGracePeriodSeconds")) {
      result.put("terminationGracePeriodSeconds", 30);
    }
    if (spec.path("volumes").isEmpty()) {
      result.remove("volumes");
    }
    if (result.size() != spec.size()) {
      draft.object().set("spec", result);
    }
  }

  static ObjectNode newStatus(JsonNode spec) {
    boolean demands = false;
    for (JsonNode container : spec.path("containers")) {
      demands |= !container.path("resources").isEmpty();
    }
    return Json.empty()
        .put("phase", "Pending")
        .put("qosClass", demands ? "Burstable" : "BestEffort");
  }

  /** Fields of status that a writer who leaves them out does not clear. */
  static void keepStatus(Draft draft, ObjectNode old) {
    ObjectNode status = Json.shallow(draft.object().path("status"));
    for (String field : List.of("qosClass", "observedGeneration")) {
      JsonNode kept = old.path("status").get(field);
      if (!status.has(field) && kept != null) {
        status.set(field, kept);
      }
    }
    draft.object().set("status", status);
  }

  /** Whether the specs differ in what only the update of a pod's images and the like may change. */
  static boolean changesFixedFields(JsonNode spec, JsonNode old) {
    return !Json.same(spec, old) && !Json.same(fixed(spec), fixed(old));
  }

  private static ObjectNode fixed(JsonNode spec) {
    ObjectNode fixed = Json.shallow(spec);
    fixed.remove(List.of("activeDeadlineSeconds", "tolerations", "schedulingGates"));
    for (String field : List.of("containers", "initContainers")) {
      if (spec.has(field)) {
        fixed.set(field, withoutImages(spec.get(field)));
      }
    }
    return fixed;
  }

  private static ArrayNode withoutImages(JsonNode containers) {
    ArrayNode result = JsonNodeFactory.instance.arrayNode(containers.size());
    for (JsonNode container : containers) {
      ObjectNode copy = Json.shallow(container);
      copy.remove("image");
      result.add(copy);
    }
    return result;
  }
}
