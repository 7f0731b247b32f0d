package platform.tkex.simulation.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.Api;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.cluster.PodProcess.State;

/**
 * Runs the pods of one node.
 *
 * <p>Two things apart: what runs ({@link #running}), and what it reports. A lost node goes on
 * running its pods, and neither sees nor reports anything until it is back.
 */
public final class Kubelet implements Actor {

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final String node;
  private final Api api;
  private final Clock clock;
  private final Function<ObjectNode, Life> lives;
  private final View pods;
  private final Map<String, PodProcess> processes = new TreeMap<>();
  private @Nullable Instant lostSince;
  private long seen = -1;

  /**
   * The kubelet of a node that exists in the API.
   *
   * @param lives what becomes of a pod; asked for each image
   */
  public Kubelet(
      String node, ModelApiServer server, Api api, Clock clock, Function<ObjectNode, Life> lives) {
    this.node = node;
    this.api = api;
    this.clock = clock;
    this.lives = lives;
    this.pods = new View(server, Resource.PODS);
  }

  public String node() {
    return node;
  }

  /** Cuts the node off, or brings it back. */
  public void lost(boolean lost) {
    lostSince = lost ? (lostSince == null ? clock.instant() : lostSince) : null;
  }

  /** Since when the node is cut off; null when it is not. */
  public @Nullable Instant lostSince() {
    return lostSince;
  }

  /** Switches the machine off: nothing runs on it any more, and nobody says so. */
  public void powerOff() {
    lost(true);
    processes.clear();
    seen = -1;
  }

  /** The container of a pod dies, and runs again after a time; whether it ran here. */
  public boolean crash(String namespace, String name, Duration down) {
    PodProcess process = running(namespace, name);
    if (process != null) {
      process.crash(clock.instant(), down);
    }
    return process != null;
  }

  /** Ends a pod for good, as an eviction by the kubelet does; whether it ran here. */
  public boolean fail(String namespace, String name) {
    PodProcess process = running(namespace, name);
    if (process != null) {
      process.fail();
    }
    return process != null;
  }

  private @Nullable PodProcess running(String namespace, String name) {
    return processes.values().stream()
        .filter(process -> process.runs() && Metas.name(process.pod()).equals(name))
        .filter(process -> Metas.namespace(process.pod()).equals(namespace))
        .findFirst()
        .orElse(null);
  }

  /** What really runs now. */
  public List<RunningPod> running() {
    tick();
    List<RunningPod> running = new ArrayList<>();
    for (PodProcess process : processes.values()) {
      if (process.runs()) {
        ObjectNode pod = process.pod();
        running.add(
            new RunningPod(
                node, Metas.namespace(pod), Metas.name(pod), Metas.uid(pod), process.image()));
      }
    }
    return running;
  }

  @Override
  public List<View> views() {
    return List.of(pods);
  }

  @Override
  public @Nullable Instant due() {
    Instant first = null;
    for (PodProcess process : processes.values()) {
      Instant due = process.due();
      if (due != null && (first == null || due.isBefore(first))) {
        first = due;
      }
    }
    return first;
  }

  @Override
  public boolean step() {
    tick();
    if (lostSince != null) {
      return false;
    }
    observe();
    Instant now = clock.instant();
    for (PodProcess process : List.copyOf(processes.values())) {
      if (process.mayReport(now) && report(process, now)) {
        return true;
      }
    }
    return false;
  }

  private void tick() {
    Instant now = clock.instant();
    Collection<PodProcess> all = processes.values();
    all.forEach(process -> process.tick(now));
    all.removeIf(process -> process.state() == State.STOPPED && !process.inApi());
  }

  private void observe() {
    if (seen == pods.version()) {
      return;
    }
    seen = pods.version();
    Instant now = clock.instant();
    for (ObjectNode pod : pods.objects()) {
      if (!pod.path("spec").path("nodeName").asText().equals(node) || over(pod)) {
        continue;
      }
      processes.computeIfAbsent(Metas.uid(pod), uid -> new PodProcess(pod, lives, now));
    }
    for (Map.Entry<String, PodProcess> entry : processes.entrySet()) {
      entry.getValue().seen(pods.byUid(entry.getKey()), now);
    }
    tick();
  }

  private static boolean over(JsonNode pod) {
    String phase = pod.path("status").path("phase").asText();
    return phase.equals("Failed") || phase.equals("Succeeded");
  }

  /** One write about a pod, if there is something to write. */
  private boolean report(PodProcess process, Instant now) {
    if (!process.inApi()) {
      return false;
    }
    boolean ended =
        process.state() == State.STOPPED && (!process.failed() || Metas.terminating(process.pod()));
    Request request = ended ? end(process.pod()) : status(process, now);
    if (request == null) {
      process.retryAt(null);
      return false;
    }
    Answer answer = api.handle(request);
    // what was written comes back through the view; what was refused is tried again
    process.retryAt(now.plus(RETRY));
    if (answer.succeeded() && !ended) {
      process.seen((ObjectNode) answer.body(), now);
      process.retryAt(null);
    }
    return true;
  }

  private @Nullable Request status(PodProcess process, Instant now) {
    ObjectNode status = process.status(now);
    JsonNode stored = process.pod().path("status");
    boolean known = true;
    for (Map.Entry<String, JsonNode> field : status.properties()) {
      known &= same(field.getValue(), stored.path(field.getKey()));
    }
    if (known) {
      return null;
    }
    ObjectNode patch = Metas.object();
    patch.putObject("metadata").put("uid", Metas.uid(process.pod()));
    patch.set("status", status);
    String path = Metas.path(Resource.PODS, process.pod()) + "/status";
    return Request.mergePatch(path, patch, user());
  }

  private static boolean same(JsonNode a, JsonNode b) {
    return a.isIntegralNumber() ? a.asLong() == b.asLong() : a.equals(b);
  }

  /** Only a pod that was asked to go is taken away. */
  private @Nullable Request end(ObjectNode pod) {
    JsonNode metadata = pod.path("metadata");
    boolean held =
        metadata.path("deletionGracePeriodSeconds").asLong() == 0
            && !metadata.path("finalizers").isEmpty();
    if (!Metas.terminating(pod) || held) {
      return null;
    }
    ObjectNode options = Metas.deleteOptions(pod).put("gracePeriodSeconds", 0);
    return Request.delete(Metas.path(Resource.PODS, pod), options, user());
  }

  private String user() {
    return "system:node:" + node;
  }
}
