package platform.tkex.simulation.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Api;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;

/**
 * Says of nodes whether they are there: a lost one is NotReady after 40 s and so are its pods, and
 * after 5 minutes more its pods are asked to go (which nobody there hears).
 */
public final class NodeLifecycle implements Actor {

  private static final String USER = "system:serviceaccount:kube-system:node-controller";
  private static final String READY = "Ready";
  private static final Duration MONITOR_GRACE = Duration.ofSeconds(40);
  private static final Duration TOLERATION = Duration.ofMinutes(5);

  private final Api api;
  private final Clock clock;
  private final List<Kubelet> kubelets;
  private final View nodes;
  private final View pods;
  private final Set<String> evicted = new HashSet<>();

  /**
   * The controller of all nodes.
   *
   * @param kubelets whose silence it notices
   */
  public NodeLifecycle(ModelApiServer server, Api api, Clock clock, List<Kubelet> kubelets) {
    this.api = api;
    this.clock = clock;
    this.kubelets = List.copyOf(kubelets);
    this.nodes = new View(server, Resource.NODES);
    this.pods = new View(server, Resource.PODS);
  }

  @Override
  public List<View> views() {
    return List.of(nodes, pods);
  }

  @Override
  public @Nullable Instant due() {
    Instant now = clock.instant();
    Instant first = null;
    for (Kubelet kubelet : kubelets) {
      Instant lost = kubelet.lostSince();
      if (lost != null) {
        Instant notReady = lost.plus(MONITOR_GRACE);
        Instant due = now.isBefore(notReady) ? notReady : notReady.plus(TOLERATION);
        first = now.isBefore(due) && (first == null || due.isBefore(first)) ? due : first;
      }
    }
    return first;
  }

  @Override
  public boolean step() {
    for (Kubelet kubelet : kubelets) {
      ObjectNode node = nodes.byName("", kubelet.node());
      if (node != null && (judge(kubelet, node) || care(kubelet))) {
        return true;
      }
    }
    return false;
  }

  private boolean judge(Kubelet kubelet, ObjectNode node) {
    String wanted = silent(kubelet, Duration.ZERO) ? "Unknown" : "True";
    if (condition(node).equals(wanted)) {
      return false;
    }
    return writeReady(Resource.NODES, node, wanted);
  }

  private boolean silent(Kubelet kubelet, Duration longer) {
    Instant lost = kubelet.lostSince();
    return lost != null && !clock.instant().isBefore(lost.plus(MONITOR_GRACE).plus(longer));
  }

  private boolean care(Kubelet kubelet) {
    if (!silent(kubelet, Duration.ZERO)) {
      return false;
    }
    for (ObjectNode pod : pods.objects()) {
      if (!pod.path("spec").path("nodeName").asText().equals(kubelet.node())) {
        continue;
      }
      if (condition(pod).equals("True") && writeReady(Resource.PODS, pod, "False")) {
        return true;
      }
      if (silent(kubelet, TOLERATION) && !Metas.terminating(pod) && evicted.add(Metas.uid(pod))) {
        ObjectNode options = Metas.deleteOptions(pod);
        api.handle(Request.delete(Metas.path(Resource.PODS, pod), options, USER));
        return true;
      }
    }
    return false;
  }

  private static String condition(JsonNode object) {
    for (JsonNode condition : object.path("status").path("conditions")) {
      if (condition.path("type").asText().equals(READY)) {
        return condition.path("status").asText();
      }
    }
    return "";
  }

  private boolean writeReady(Resource resource, ObjectNode object, String value) {
    ArrayNode conditions = JsonNodeFactory.instance.arrayNode();
    for (JsonNode condition : object.path("status").path("conditions")) {
      if (!condition.path("type").asText().equals(READY)) {
        conditions.add(condition);
      }
    }
    conditions
        .addObject()
        .put("type", READY)
        .put("status", value)
        .put("lastTransitionTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    ObjectNode patch = Metas.object();
    patch
        .putObject("metadata")
        .put("uid", Metas.uid(object))
        .put("resourceVersion", Metas.version(object));
    patch.putObject("status").set("conditions", conditions);
    String path = Metas.path(resource, object) + "/status";
    return api.handle(Request.mergePatch(path, patch, USER)).succeeded();
  }
}
