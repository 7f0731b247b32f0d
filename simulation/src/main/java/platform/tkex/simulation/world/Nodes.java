package platform.tkex.simulation.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Change;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.kernel.Kernel;
import platform.tkex.simulation.kernel.Lane;
import platform.tkex.simulation.scenario.Image;

/**
 * The scheduler, three nodes with their kubelets, and the node controller.
 *
 * <p>What really runs is known here alone: the API server knows only what kubelets report.
 */
public final class Nodes {

  private static final int COUNT = 3;
  private static final Duration NODE_GRACE = Duration.ofSeconds(40);
  private static final Duration EVICTION = Duration.ofSeconds(300);
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Kernel kernel;
  private final ModelApiServer server;
  private final RandomGenerator random;
  private final Trace trace;

  /** UIDs of the pods whose containers run, by {@code namespace/name}. */
  private final Map<String, Set<String>> running = new HashMap<>();

  private final Set<String> lost = new HashSet<>();

  /** Deletions a cut-off kubelet has not heard of. */
  private final List<Runnable> whenBack = new ArrayList<>();

  Nodes(Kernel kernel, ModelApiServer server, RandomGenerator random, Trace trace) {
    this.kernel = kernel;
    this.server = server;
    this.random = random;
    this.trace = trace;
    server.addListener(this::changed);
  }

  /** Pods of one name that run at this moment, which are never two. */
  public Map<String, Set<String>> running() {
    return running;
  }

  private void changed(Change change) {
    if (change.resource() != Resource.PODS) {
      return;
    }
    JsonNode pod = change.after();
    String node = pod.path("spec").path("nodeName").asText();
    boolean deleting = pod.path("metadata").has("deletionTimestamp");
    switch (change.type()) {
      case ADDED -> kernel.after(millis(1, 80), () -> bind(change.namespace(), change.name()));
      case MODIFIED -> {
        JsonNode before = change.before();
        boolean wasBound = before != null && before.path("spec").has("nodeName");
        if (!node.isEmpty() && !wasBound) {
          kernel.after(millis(5, 100), () -> start(pod, node));
        }
        if (deleting && before != null && !before.path("metadata").has("deletionTimestamp")) {
          onNode(node, millis(50, 30_000), () -> terminate(pod));
        }
      }
      case DELETED -> {
        if (!node.isEmpty()) {
          onNode(node, millis(1, 50), () -> stopped(pod));
        }
      }
    }
  }

  private Duration millis(int from, int to) {
    // mostly short, sometimes long
    double share = random.nextDouble();
    return Duration.ofMillis(from + (long) ((to - from) * share * share * share));
  }

  /** What a kubelet does, now or when its node is back. */
  private void onNode(String node, Duration after, Runnable task) {
    kernel.after(
        after,
        () -> {
          if (lost.contains(node)) {
            whenBack.add(() -> onNode(node, Duration.ofMillis(10), task));
          } else {
            task.run();
          }
        });
  }

  private void bind(String namespace, String name) {
    ObjectNode pod = server.get(Resource.PODS, namespace, name);
    if (pod == null
        || pod.path("spec").has("nodeName")
        || pod.path("metadata").has("deletionTimestamp")) {
      return;
    }
    List<String> there = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      if (!lost.contains("node-" + i)) {
        there.add("node-" + i);
      }
    }
    if (there.isEmpty()) {
      kernel.after(Duration.ofSeconds(5), () -> bind(namespace, name));
      return;
    }
    ObjectNode binding = JSON.objectNode().put("apiVersion", "v1").put("kind", "Binding");
    binding.putObject("metadata").put("name", name);
    binding
        .putObject("target")
        .put("kind", "Node")
        .put("name", there.get(random.nextInt(there.size())));
    server.handle(
        Request.post(Resource.PODS.path(namespace, name) + "/binding", binding, "scheduler"));
  }

  private void start(JsonNode pod, String node) {
    if (!exists(pod)) {
      return;
    }
    String uid = uid(pod);
    running.computeIfAbsent(key(pod), _ -> new HashSet<>()).add(uid);
    String image = image(pod);
    int ordinal = ordinal(pod);
    onNode(node, Duration.ofMillis(5), () -> report(pod, "Running", false));
    switch (Image.of(image)) {
      case GOOD -> onNode(node, millis(100, 20_000), () -> report(pod, "Running", true));
      case BAD -> {}
      case SLOW -> onNode(node, millis(30_000, 400_000), () -> report(pod, "Running", true));
      case PATCHY -> {
        if ((ordinal + image.length()) % 2 == 0) {
          onNode(node, millis(100, 20_000), () -> report(pod, "Running", true));
        }
      }
      case FLAPS -> flap(pod, node, true, 6);
    }
  }

  private void flap(JsonNode pod, String node, boolean ready, int left) {
    if (left > 0) {
      onNode(
          node,
          millis(500, 60_000),
          () -> {
            report(pod, "Running", ready);
            flap(pod, node, !ready, left - 1);
          });
    }
  }

  /** A container dies and comes back. */
  void crash(String namespace, String name) {
    ObjectNode pod = server.get(Resource.PODS, namespace, name);
    if (pod == null || !isReady(pod)) {
      return;
    }
    String node = pod.path("spec").path("nodeName").asText();
    onNode(node, Duration.ofMillis(1), () -> report(pod, "Running", false));
    onNode(node, millis(1000, 90_000), () -> report(pod, "Running", true));
  }

  /** The pod has ended for good. */
  void fail(String namespace, String name) {
    ObjectNode pod = server.get(Resource.PODS, namespace, name);
    String node = pod == null ? "" : pod.path("spec").path("nodeName").asText();
    if (pod != null && !node.isEmpty()) {
      onNode(
          node,
          Duration.ofMillis(1),
          () -> {
            runs(pod, false);
            report(pod, "Failed", false);
          });
    }
  }

  /** Cuts a node off for a time. */
  void lose(int index, Duration time) {
    String node = "node-" + index % COUNT;
    if (!lost.add(node)) {
      return;
    }
    kernel.after(NODE_GRACE, () -> ofLostNode(node, pod -> report(pod, null, false)));
    kernel.after(EVICTION, () -> ofLostNode(node, this::evict));
    kernel.after(
        time,
        () -> {
          lost.remove(node);
          trace.add(() -> node + " is back");
          List<Runnable> tasks = List.copyOf(whenBack);
          whenBack.clear();
          tasks.forEach(Runnable::run);
          kernel.after(Duration.ofSeconds(1), () -> reportAll(node));
        });
  }

  /** All nodes are well again. */
  void recover() {
    for (int i = 0; i < COUNT; i++) {
      String node = "node-" + i;
      if (lost.remove(node)) {
        List<Runnable> tasks = List.copyOf(whenBack);
        whenBack.clear();
        tasks.forEach(Runnable::run);
        reportAll(node);
      }
    }
  }

  private interface PodTask {
    void on(ObjectNode pod);
  }

  private void ofLostNode(String node, PodTask task) {
    if (lost.contains(node)) {
      ofNode(node, task);
    }
  }

  private void ofNode(String node, PodTask task) {
    for (ObjectNode pod : server.list(Resource.PODS)) {
      if (pod.path("spec").path("nodeName").asText().equals(node)) {
        task.on(pod);
      }
    }
  }

  /** What the node controller called not ready is ready again, if it was. */
  private void reportAll(String node) {
    ofNode(
        node,
        pod -> {
          boolean wasReady = pod.path("status").path("nodeLostWhileReady").asBoolean();
          if (wasReady && !lost.contains(node)) {
            report(pod, "Running", true);
          }
        });
  }

  private void evict(ObjectNode pod) {
    ObjectNode options = JSON.objectNode();
    options.putObject("preconditions").put("uid", uid(pod));
    server.handle(
        Request.delete(Resource.PODS.path(namespace(pod), name(pod)), options, "node-controller"));
  }

  /** The kubelet has stopped all containers: only now the name is free. */
  private void terminate(JsonNode pod) {
    runs(pod, false);
    ObjectNode options = JSON.objectNode().put("gracePeriodSeconds", 0);
    options.putObject("preconditions").put("uid", uid(pod));
    server.handle(
        Request.delete(Resource.PODS.path(namespace(pod), name(pod)), options, "kubelet"));
  }

  private void stopped(JsonNode pod) {
    runs(pod, false);
  }

  private void runs(JsonNode pod, boolean runs) {
    Set<String> uids = running.get(key(pod));
    if (uids != null && !runs) {
      uids.remove(uid(pod));
      if (uids.isEmpty()) {
        running.remove(key(pod));
      }
    }
  }

  /**
   * @param phase null leaves it
   */
  private void report(JsonNode pod, @Nullable String phase, boolean ready) {
    ObjectNode now = server.get(Resource.PODS, namespace(pod), name(pod));
    if (now == null || !uid(now).equals(uid(pod))) {
      return;
    }
    String is = now.path("status").path("phase").asText();
    if (is.equals("Failed") || (phase == null && !is.equals("Running"))) {
      return;
    }
    if (is.equals(phase) && isReady(now) == ready) {
      return;
    }
    ObjectNode patch = JSON.objectNode();
    patch.putObject("metadata").put("uid", uid(pod));
    ObjectNode status = patch.putObject("status");
    if (phase == null) {
      status.put("nodeLostWhileReady", isReady(now));
    } else {
      status.put("phase", phase);
      status.putNull("nodeLostWhileReady");
    }
    ArrayNode conditions = status.putArray("conditions");
    conditions
        .addObject()
        .put("type", "Ready")
        .put("status", ready ? "True" : "False")
        .put("lastTransitionTime", seconds());
    server.handle(
        Request.mergePatch(
            Resource.PODS.path(namespace(pod), name(pod)) + "/status", patch, "kubelet"));
  }

  private String seconds() {
    return Lane.START.plusNanos(kernel.now()).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private boolean exists(JsonNode pod) {
    ObjectNode now = server.get(Resource.PODS, namespace(pod), name(pod));
    return now != null
        && uid(now).equals(uid(pod))
        && !now.path("metadata").has("deletionTimestamp");
  }

  /** Whether its Ready condition is True. */
  public static boolean isReady(JsonNode pod) {
    for (JsonNode condition : pod.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  /** Image of its first container. */
  public static String image(JsonNode pod) {
    return pod.path("spec").path("containers").path(0).path("image").asText();
  }

  static int ordinal(JsonNode pod) {
    String name = name(pod);
    return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
  }

  private static String key(JsonNode pod) {
    return namespace(pod) + "/" + name(pod);
  }

  private static String namespace(JsonNode pod) {
    return pod.path("metadata").path("namespace").asText();
  }

  private static String name(JsonNode pod) {
    return pod.path("metadata").path("name").asText();
  }

  private static String uid(JsonNode pod) {
    return pod.path("metadata").path("uid").asText();
  }
}
