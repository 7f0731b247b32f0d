package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a DELETE asks for; each is null where it does not say.
 *
 * @param policy Orphan, Background or Foreground
 */
record DeleteOptions(
    @Nullable Long grace,
    @Nullable String policy,
    @Nullable Boolean orphanDependents,
    @Nullable String uid,
    @Nullable String version,
    boolean dryRun) {

  /** Of a body, which alone counts when there is one, else of the query. */
  static DeleteOptions of(Target target, @Nullable JsonNode body) {
    if (body == null || body.isEmpty()) {
      String grace = target.query().get("gracePeriodSeconds");
      return new DeleteOptions(
          grace == null ? null : Long.valueOf(grace),
          target.query().get("propagationPolicy"),
          null,
          null,
          null,
          target.dryRun());
    }
    JsonNode grace = body.path("gracePeriodSeconds");
    JsonNode orphan = body.path("orphanDependents");
    return new DeleteOptions(
        grace.isNumber() ? (Long) grace.asLong() : null,
        text(body.path("propagationPolicy")),
        orphan.isBoolean() ? (Boolean) orphan.asBoolean() : null,
        text(body.path("preconditions").path("uid")),
        text(body.path("preconditions").path("resourceVersion")),
        Json.texts(body.path("dryRun")).contains("All"));
  }

  private static @Nullable String text(JsonNode value) {
    return value.isTextual() ? value.asText() : null;
  }

  boolean wants(String wanted) {
    return orphanDependents == null && wanted.equals(policy);
  }

  boolean namesPolicy() {
    return orphanDependents != null || policy != null;
  }
}
