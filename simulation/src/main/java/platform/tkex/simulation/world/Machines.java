package platform.tkex.simulation.world;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import platform.tkex.simulation.api.Change;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.cluster.Actor;
import platform.tkex.simulation.cluster.ClaimBinder;
import platform.tkex.simulation.cluster.ClaimProtection;
import platform.tkex.simulation.cluster.GarbageCollector;
import platform.tkex.simulation.cluster.Kubelet;
import platform.tkex.simulation.cluster.Life;
import platform.tkex.simulation.cluster.NodeLifecycle;
import platform.tkex.simulation.cluster.RunningPod;
import platform.tkex.simulation.cluster.Scheduler;
import platform.tkex.simulation.kernel.Kernel;
import platform.tkex.simulation.scenario.Image;

/** Three nodes with their kubelets, and the cluster's own controllers. */
public final class Machines {

  private static final int NODES = 3;
  private static final Duration QUICK = Duration.ofMillis(100);

  private final Kernel kernel;
  private final Clock clock;
  private final SplittableRandom random;
  private final List<Kubelet> kubelets = new ArrayList<>();
  private final List<ActorLoop> loops = new ArrayList<>();
  private final List<ActorLoop> kubeletLoops = new ArrayList<>();

  Machines(Kernel kernel, ModelApiServer server, Clock clock, SplittableRandom random) {
    this.kernel = kernel;
    this.clock = clock;
    this.random = random;
    for (int i = 0; i < NODES; i++) {
      String node = "node-" + i;
      server.handle(Request.post(Resource.NODES.path(null), node(node), "admin"));
      Kubelet kubelet = new Kubelet(node, server, server, clock, this::life);
      kubelets.add(kubelet);
      kubeletLoops.add(loop(kubelet, QUICK));
    }
    loop(new NodeLifecycle(server, server, clock, kubelets), QUICK);
    loop(new Scheduler(server, server, clock, random.split(), pod -> true), QUICK);
    loop(new GarbageCollector(server, server), Duration.ofSeconds(5));
    loop(new ClaimBinder(server, server, claim -> true), QUICK);
    loop(new ClaimProtection(server, server), Duration.ofSeconds(1));
    server.addListener(this::changed);
    loops.forEach(ActorLoop::wake);
  }

  private ActorLoop loop(Actor actor, Duration slowest) {
    ActorLoop loop = new ActorLoop(actor, kernel, clock, random.split(), slowest);
    loops.add(loop);
    return loop;
  }

  private void changed(Change change) {
    for (ActorLoop loop : loops) {
      loop.changed(change);
    }
  }

  private static ObjectNode node(String name) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("apiVersion", "v1").put("kind", "Node");
    node.putObject("metadata").put("name", name);
    return node;
  }

  private Life life(ObjectNode pod) {
    String image = Teller.image(pod);
    Duration start = millis(10, 500);
    Duration stop = millis(50, 30_000);
    return switch (Image.of(image)) {
      case GOOD -> Life.good(start, millis(100, 20_000), stop);
      case BAD -> random.nextBoolean() ? Life.neverReady(start, stop) : Life.crashing(start, stop);
      case SLOW -> Life.good(start, millis(30_000, 400_000), stop);
      case PATCHY ->
          (ordinal(pod) + image.length()) % 2 == 0
              ? Life.good(start, millis(100, 20_000), stop)
              : Life.neverReady(start, stop);
      case FLAPS -> Life.flapping(start, millis(100, 20_000), stop, flips());
    };
  }

  /** An even number: in the end it is ready. */
  private List<Duration> flips() {
    List<Duration> flips = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      flips.add(millis(500, 90_000));
    }
    return flips;
  }

  private static int ordinal(ObjectNode pod) {
    String name = pod.path("metadata").path("name").asText();
    return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
  }

  /** Mostly short, sometimes long. */
  private Duration millis(int from, int to) {
    double share = random.nextDouble();
    return Duration.ofMillis(from + (long) ((to - from) * share * share * share));
  }

  void crash(String namespace, String name) {
    kubelets.forEach(kubelet -> kubelet.crash(namespace, name, millis(1000, 90_000)));
    wake();
  }

  void fail(String namespace, String name) {
    kubelets.forEach(kubelet -> kubelet.fail(namespace, name));
    wake();
  }

  /** Cuts a node off for a time. */
  void lose(int index, Duration time) {
    Kubelet kubelet = kubelets.get(index % NODES);
    kubelet.lost(true);
    wake();
    kernel.after(
        time,
        () -> {
          kubelet.lost(false);
          wake();
        });
  }

  /** All nodes are well again. */
  void recover() {
    kubelets.forEach(kubelet -> kubelet.lost(false));
    wake();
  }

  private void wake() {
    loops.forEach(ActorLoop::wake);
  }

  /** What really runs now, whatever the API server knows. */
  public List<RunningPod> running() {
    return kubelets.stream().flatMap(kubelet -> kubelet.running().stream()).toList();
  }
}
