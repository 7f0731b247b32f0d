package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the admission plugin ResourceQuota does for counted objects: it believes and writes the
 * quota's status, so a pod that is gone is free only when the quota's controller has seen to it.
 */
final class Quotas {

  private final Registry registry;

  Quotas(Registry registry) {
    this.registry = registry;
  }

  /** Refuses a new object that a quota has no room for, else counts it. */
  void charge(Target target, Draft object) {
    if (!target.resource().namespaced() || target.resource() == Resource.QUOTAS) {
      return;
    }
    List<ObjectNode> quotas =
        registry.store().list(Resource.QUOTAS, target.namespace(), registry.store().version());
    for (ObjectNode quota : quotas) {
      String counted = counted(target.resource(), quota.path("spec").path("hard"));
      if (!counted.isEmpty()) {
        charge(target, object, quota, counted);
      }
    }
  }

  private static String counted(Resource resource, JsonNode hard) {
    String count =
        "count/" + resource.plural() + (resource.group().isEmpty() ? "" : "." + resource.group());
    return hard.has(count) ? count : hard.has(resource.plural()) ? resource.plural() : "";
  }

  private void charge(Target target, Draft object, ObjectNode quota, String counted) {
    String name = Json.text(quota.path("metadata"), "name");
    JsonNode status = quota.path("status");
    if (!status.path("hard").has(counted)) {
      throw ApiException.forbidden(
          target.resource(),
          object.name(),
          "status unknown for quota: " + name + ", resources: " + counted);
    }
    long hard = status.path("hard").path(counted).asLong();
    long used = status.path("used").path(counted).asLong();
    if (used + 1 > hard) {
      throw ApiException.forbidden(
          target.resource(),
          object.name(),
          "exceeded quota: %s, requested: %s=1, used: %s=%d, limited: %s=%d"
              .formatted(name, counted, counted, used, counted, hard));
    }
    if (!target.dryRun()) {
      ObjectNode usage = Json.shallow(status.path("used")).put(counted, Long.toString(used + 1));
      ObjectNode newStatus = Json.shallow(status);
      newStatus.set("used", usage);
      Draft draft = new Draft(quota);
      draft.object().set("status", newStatus);
      registry.store().write(Resource.QUOTAS, draft);
    }
  }
}
