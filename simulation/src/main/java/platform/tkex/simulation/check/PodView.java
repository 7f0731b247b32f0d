package platform.tkex.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;

/** One version of a pod, read as a user would. */
record PodView(JsonNode object) {

  String name() {
    return object.path("metadata").path("name").asText();
  }

  String uid() {
    return object.path("metadata").path("uid").asText();
  }

  int ordinal() {
    return Integer.parseInt(name().substring(name().lastIndexOf('-') + 1));
  }

  String revision() {
    return object.path("metadata").path("labels").path("controller-revision-hash").asText();
  }

  String image() {
    return object.path("spec").path("containers").path(0).path("image").asText();
  }

  boolean terminating() {
    return object.path("metadata").has("deletionTimestamp");
  }

  boolean ended() {
    String phase = object.path("status").path("phase").asText();
    return phase.equals("Failed") || phase.equals("Succeeded");
  }

  boolean ready() {
    if (!object.path("status").path("phase").asText().equals("Running")) {
      return false;
    }
    for (JsonNode condition : object.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  /** What the kubelet runs is what the pod asks for. */
  boolean settled() {
    JsonNode status = object.path("status");
    String runs = status.path("containerStatuses").path(0).path("image").asText();
    return status.path("observedGeneration").asLong()
            >= object.path("metadata").path("generation").asLong()
        && runs.equals(image());
  }

  /** Ready at what it asks for. */
  boolean healthy() {
    return ready() && settled();
  }

  /** UID of the controller, empty when there is none. */
  String owner() {
    for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        return owner.path("uid").asText();
      }
    }
    return "";
  }

  @Override
  public String toString() {
    return name() + " (" + image() + ", " + uid() + ")";
  }
}
