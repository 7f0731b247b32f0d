package platform.tkex.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Resource;

/**
 * What a cluster has come to, without what the contract lets its history decide: UIDs, versions,
 * times, nodes, the course of the releases, and revisions that are only kept.
 */
public final class Fingerprint {

  private static final List<String> COUNTERS =
      List.of(
          "replicas",
          "readyReplicas",
          "availableReplicas",
          "currentReplicas",
          "updatedReplicas",
          "updatedReadyReplicas",
          "currentRevision",
          "updateRevision",
          "lastGoodRevision",
          "failedRevision",
          "labelSelector");

  private Fingerprint() {}

  /** One line for each thing that must be equal, by its name. */
  public static Map<String, String> of(ModelApiServer server) {
    Map<String, String> lines = new TreeMap<>();
    for (ObjectNode workload : server.list(Resource.STATEFULSETPLUSES)) {
      workload(workload, lines);
    }
    for (ObjectNode pod : server.list(Resource.PODS)) {
      String spec = pod.path("spec").path("containers") + " " + volumes(pod);
      lines.put(
          "pod " + name(pod), metadata(pod) + " " + spec + " ready " + new PodView(pod).ready());
    }
    for (ObjectNode claim : server.list(Resource.CLAIMS)) {
      if (!isMounted(server, claim)) {
        continue;
      }
      lines.put("claim " + name(claim), metadata(claim) + " " + claim.at("/spec/resources"));
    }
    return lines;
  }

  /** The first difference, for people; empty when there is none. */
  public static String difference(Map<String, String> is, Map<String, String> fresh) {
    Map<String, String> all = new TreeMap<>(is);
    all.putAll(fresh);
    for (String line : all.keySet()) {
      String here = is.getOrDefault(line, "nothing");
      String there = fresh.getOrDefault(line, "nothing");
      if (!here.equals(there)) {
        return line + " is " + here + ", but applied fresh it is " + there;
      }
    }
    return "";
  }

  /** As in apps/v1 a claim may outlive a pod that was gone before its scale-in was seen. */
  private static boolean isMounted(ModelApiServer server, ObjectNode claim) {
    return server.list(Resource.PODS).stream()
        .anyMatch(pod -> volumes(pod).toString().contains('"' + name(claim) + '"'));
  }

  private static void workload(ObjectNode workload, Map<String, String> lines) {
    JsonNode status = workload.path("status");
    for (String counter : COUNTERS) {
      lines.put(counter, status.path(counter).asText());
    }
    lines.put("generalStatus", status.at("/batchDeployStatus/generalStatus").asText());
    lines.put("action", status.at("/batchDeployStatus/action").asText());
    lines.put("complete", status.at("/batchDeployStatus/currentDeployComplete").asText());
    for (JsonNode condition : status.path("conditions")) {
      lines.put(
          "condition " + condition.path("type").asText(),
          condition.path("status").asText() + " " + condition.path("reason").asText());
    }
  }

  private static String metadata(ObjectNode object) {
    JsonNode metadata = object.path("metadata");
    List<String> owners = new ArrayList<>();
    for (JsonNode owner : metadata.path("ownerReferences")) {
      owners.add(owner.path("kind").asText() + "/" + owner.path("name").asText());
    }
    return sorted(metadata.path("labels"))
        + " of "
        + owners
        + " finalizers "
        + metadata.path("finalizers")
        + (metadata.has("deletionTimestamp") ? " terminating" : "");
  }

  private static Map<String, String> sorted(JsonNode fields) {
    Map<String, String> sorted = new TreeMap<>();
    fields.properties().forEach(field -> sorted.put(field.getKey(), field.getValue().asText()));
    return sorted;
  }

  private static List<String> volumes(ObjectNode pod) {
    List<String> volumes = new ArrayList<>();
    for (JsonNode volume : pod.path("spec").path("volumes")) {
      volumes.add(volume.toString());
    }
    return volumes;
  }

  private static String name(ObjectNode object) {
    return object.path("metadata").path("name").asText();
  }
}
