package platform.tkex.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.stream.StreamSupport;
import platform.tkex.crds.statefulsetplus.Annotations;

/** One version of the workload, read as a user would. */
record WorkloadView(JsonNode object) {

  private static final Set<String> RELEASING =
      Set.of("Progressing", "Paused", "WaitingInterval", "WaitingForConfirmation");

  String uid() {
    return object.path("metadata").path("uid").asText();
  }

  boolean deleting() {
    return object.path("metadata").has("deletionTimestamp");
  }

  int replicas() {
    return object.path("spec").path("replicas").asInt(1);
  }

  boolean inRange(int ordinal) {
    int start = object.path("spec").path("ordinals").path("start").asInt();
    return ordinal >= start && ordinal < start + replicas();
  }

  int lowest() {
    return object.path("spec").path("ordinals").path("start").asInt();
  }

  boolean paused() {
    return annotation(Annotations.PAUSE).equals("true");
  }

  String annotation(String name) {
    return object.path("metadata").path("annotations").path(name).asText();
  }

  boolean onDelete() {
    return object.path("spec").path("updateStrategy").path("type").asText().equals("OnDelete");
  }

  boolean hasPlan() {
    return object.path("spec").path("batchDeployConfig").isObject();
  }

  JsonNode plan() {
    return object.path("spec").path("batchDeployConfig");
  }

  JsonNode status() {
    return object.path("status");
  }

  JsonNode deploy() {
    return status().path("batchDeployStatus");
  }

  String target() {
    return deploy().path("targetRevision").asText();
  }

  String current() {
    return status().path("currentRevision").asText();
  }

  String lastGood() {
    return status().path("lastGoodRevision").asText();
  }

  String general() {
    return deploy().path("generalStatus").asText();
  }

  int batch() {
    return deploy().path("batchOrder").asInt();
  }

  boolean releasing() {
    return RELEASING.contains(general());
  }

  boolean rollingBack() {
    return deploy().path("rollback").isObject();
  }

  /** Whether this is a release in batches, and not the first rollout. */
  boolean inBatches() {
    boolean first = lastGood().isEmpty() && current().equals(target());
    return hasPlan() && !onDelete() && releasing() && !first;
  }

  /** Whether a batch that has started holds the ordinal, or it was there before the release. */
  boolean reached(int ordinal) {
    if (contains(deploy().path("updatedBefore").asText(), ordinal)) {
      return true;
    }
    for (JsonNode batch : deploy().path("batches")) {
      boolean started = !batch.path("outcome").asText().equals("Pending");
      if (started && contains(batch.path("ordinals").asText(), ordinal)) {
        return true;
      }
    }
    return false;
  }

  /** The batch that is under way; missing when none is. */
  JsonNode running() {
    for (JsonNode batch : deploy().path("batches")) {
      if (batch.path("outcome").asText().equals("Progressing")) {
        return batch;
      }
    }
    return deploy().path("none");
  }

  long batchesOf(String outcome) {
    return StreamSupport.stream(deploy().path("batches").spliterator(), false)
        .filter(batch -> batch.path("outcome").asText().equals(outcome))
        .count();
  }

  int started() {
    int started = 0;
    for (JsonNode batch : deploy().path("batches")) {
      started += batch.path("outcome").asText().equals("Pending") ? 0 : 1;
    }
    return started;
  }

  /** Whether ordinals written as {@code 0-3,7} hold this one. */
  static boolean contains(String ordinals, int ordinal) {
    if (ordinals.isEmpty()) {
      return false;
    }
    for (String part : ordinals.split(",", -1)) {
      int dash = part.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? part : part.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1));
      if (ordinal >= first && ordinal <= last) {
        return true;
      }
    }
    return false;
  }

  /** A whole number or a percentage, rounded down. */
  static int amount(JsonNode amount, int of, int otherwise) {
    if (amount.isMissingNode() || amount.isNull()) {
      return otherwise;
    }
    String text = amount.asText();
    return text.endsWith("%")
        ? of * Integer.parseInt(text.substring(0, text.length() - 1)) / 100
        : Integer.parseInt(text);
  }
}
