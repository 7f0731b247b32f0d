package platform.tkex.simulation.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;
import platform.tkex.simulation.api.Change;

/** Tells people of changes of pods and of the workload's status. */
final class Teller implements Consumer<Change> {

  private final Trace trace;

  Teller(Trace trace) {
    this.trace = trace;
  }

  @Override
  public void accept(Change change) {
    switch (change.resource()) {
      case PODS -> trace.add(() -> "pod     " + pod(change));
      case STATEFULSETPLUSES -> status(change);
      case REVISIONS, CLAIMS -> trace.add(() -> "object  " + change.type() + " " + change.name());
      default -> {}
    }
  }

  private static String pod(Change change) {
    JsonNode pod = change.after();
    String what =
        switch (change.type()) {
          case ADDED -> "created";
          case DELETED -> "gone";
          case MODIFIED -> state(pod);
        };
    return String.format("%s (%s, %s) %s", change.name(), image(pod), change.uid(), what);
  }

  private static String state(JsonNode pod) {
    return pod.path("status").path("phase").asText()
        + (pod.path("spec").has("nodeName") ? ", bound" : "")
        + (isReady(pod) ? ", ready" : "")
        + (pod.path("metadata").has("deletionTimestamp") ? ", terminates" : "");
  }

  /** Image of its first container. */
  static String image(JsonNode pod) {
    return pod.path("spec").path("containers").path(0).path("image").asText();
  }

  private static boolean isReady(JsonNode pod) {
    for (JsonNode condition : pod.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private void status(Change change) {
    String before = change.before() == null ? "" : summary(change.before());
    String after = summary(change.after());
    if (!after.equals(before)) {
      trace.add(() -> "status  " + after);
    }
  }

  private static String summary(JsonNode object) {
    JsonNode status = object.path("status");
    JsonNode deploy = status.path("batchDeployStatus");
    return String.format(
        "gen %s/%s %s %s batch %s [%s] target %s ready %s updated %s: %s",
        status.path("observedGeneration").asText("-"),
        object.path("metadata").path("generation").asText(),
        deploy.path("generalStatus").asText("-"),
        deploy.path("action").asText("-"),
        deploy.path("batchOrder").asText("-"),
        deploy.path("currentOrderProgress").asText(""),
        deploy.path("targetRevision").asText("-"),
        status.path("readyReplicas").asText("0"),
        status.path("updatedReplicas").asText("0"),
        deploy.path("message").asText(""));
  }
}
