package platform.tkex.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.scenario.Scenario;

/** What each process knows that it has done to pods, whatever its caches show. */
public final class OwnWrites {

  private final ModelApiServer server;
  private final Map<String, String> created = new HashMap<>();
  private final Set<String> deleted = new HashSet<>();
  private final Set<String> changed = new HashSet<>();

  public OwnWrites(ModelApiServer server) {
    this.server = server;
  }

  /** A write of a process was done and the process knows it. */
  public void confirmed(String sender, Request request, Answer answer) {
    if (isCreation(request)) {
      JsonNode metadata = answer.body().path("metadata");
      created.put(sender + " " + name(request), metadata.path("uid").asText());
    } else if (isDeletion(request)) {
      deleted.add(sender + " " + uid(request));
    } else if (isMove(request)) {
      changed.add(sender + " " + request.body());
    }
  }

  /** Whether a process does again what it knows to have done: it acts on a view from before. */
  public boolean again(String sender, Request request) {
    if (isCreation(request)) {
      ObjectNode pod = server.get(Resource.PODS, Scenario.NAMESPACE, name(request));
      String own = created.getOrDefault(sender + " " + name(request), "");
      return pod != null
          && pod.path("metadata").path("uid").asText().equals(own)
          && new PodView(pod).owner().equals(new PodView(body(request)).owner());
    }
    return (isDeletion(request) && deleted.contains(sender + " " + uid(request)))
        || (isMove(request) && changed.contains(sender + " " + request.body()));
  }

  private static boolean isCreation(Request request) {
    return request.method() == Request.Method.POST && request.path().endsWith("/pods");
  }

  private static boolean isDeletion(Request request) {
    return request.method() == Request.Method.DELETE && request.path().contains("/pods/");
  }

  /** Bound to a version of the pod, so that its body is like no other. */
  private static boolean isMove(Request request) {
    return Request.STRATEGIC_PATCH.equals(request.contentType());
  }

  private static JsonNode body(Request request) {
    return request.body() == null ? MissingNode.getInstance() : request.body();
  }

  private static String name(Request request) {
    return body(request).at("/metadata/name").asText();
  }

  private static String uid(Request request) {
    return body(request).at("/preconditions/uid").asText();
  }
}
