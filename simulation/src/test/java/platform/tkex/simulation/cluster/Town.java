package platform.tkex.simulation.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.ManualClock;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;

/** A model cluster of two nodes with every actor, run until nobody has anything to do. */
final class Town {

  static final String PODS = "/api/v1/namespaces/shop/pods";
  static final String CLAIMS = "/api/v1/namespaces/shop/persistentvolumeclaims";
  static final String WORKLOADS = "/apis/platform.tkex/v1/namespaces/shop/statefulsetpluses";

  private static final int TOO_MANY = 10_000;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES, JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .build();

  final ManualClock clock = new ManualClock();
  final List<String> events = new ArrayList<>();
  final ModelApiServer server;
  final List<Kubelet> kubelets = new ArrayList<>();
  final List<Actor> actors = new ArrayList<>();
  Function<ObjectNode, Life> lives =
      pod -> Life.good(Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(5));
  private int uids;

  Town() {
    server = new ModelApiServer(clock, () -> "uid-" + ++uids);
    send(Request.post("/api/v1/namespaces", json("{metadata: {name: 'shop'}}"), "test"));
    for (String node : List.of("node-1", "node-2")) {
      String body = "{metadata: {name: '%s'}, status: {}}".formatted(node);
      send(Request.post("/api/v1/nodes", json(body), "test"));
      kubelets.add(new Kubelet(node, server, server, clock, pod -> lives.apply(pod)));
    }
    server.addListener(change ->
        events.add(change.type() + " " + change.resource().plural() + " " + change.name()));
    actors.addAll(kubelets);
    actors.add(new NodeLifecycle(server, server, clock, kubelets));
    actors.add(new Scheduler(server, server, clock, new Random(1), pod -> true));
    actors.add(new GarbageCollector(server, server));
    actors.add(new ClaimBinder(server, server, claim -> !named(claim, "unbound")));
    actors.add(new ClaimProtection(server, server));
    actors.add(new QuotaController(server, server));
    actors.add(new NamespaceController(server, server));
    settle();
  }

  private static boolean named(ObjectNode object, String name) {
    return Metas.name(object).equals(name);
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  Answer send(Request request) {
    return server.handle(request);
  }

  Answer post(String path, String body) {
    return send(Request.post(path, json(body), "test"));
  }

  Answer delete(String path, String options) {
    return send(Request.delete(path, json(options), "test"));
  }

  Answer pod(String name, String more) {
    return post(
        PODS,
        "{metadata: {name: '%s'%s}, spec: {containers: [{name: 'main', image: 'app:1'}]}}"
            .formatted(name, more));
  }

  String workload(String name) {
    Answer made = post(WORKLOADS, "{metadata: {name: '%s'}, spec: {}}".formatted(name));
    return made.body().at("/metadata/uid").asText();
  }

  static String ownedBy(String name, String uid, boolean blocks) {
    return (", ownerReferences: [{apiVersion: 'platform.tkex/v1', kind: 'StatefulSetPlus',"
            + " name: '%s', uid: '%s', controller: true, blockOwnerDeletion: %s}]")
        .formatted(name, uid, blocks);
  }

  @Nullable ObjectNode get(Resource resource, String name) {
    return server.get(resource, "shop", name);
  }

  /** All that is due now. */
  void settle() {
    for (int i = 0; i < TOO_MANY; i++) {
      boolean moved = false;
      for (Actor actor : actors) {
        actor.views().forEach(View::catchUp);
        moved |= actor.step();
      }
      if (!moved) {
        return;
      }
    }
    throw new AssertionError("never quiet: " + events.subList(events.size() - 20, events.size()));
  }

  /** Moves the clock on, from one due time to the next. */
  void pass(Duration time) {
    Instant end = clock.instant().plus(time);
    settle();
    while (true) {
      Instant next =
          actors.stream()
              .map(Actor::due)
              .filter(Objects::nonNull)
              .filter(due -> due.isAfter(clock.instant()))
              .min(Instant::compareTo)
              .orElse(end);
      Instant to = next.isAfter(end) ? end : next;
      clock.advance(Duration.between(clock.instant(), to));
      settle();
      if (!to.isBefore(end)) {
        return;
      }
    }
  }

  List<RunningPod> running() {
    return kubelets.stream().flatMap(kubelet -> kubelet.running().stream()).toList();
  }

  String condition(String pod, String type) {
    ObjectNode object = Objects.requireNonNull(get(Resource.PODS, pod));
    for (JsonNode condition : object.at("/status/conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition.path("status").asText();
      }
    }
    return "-";
  }
}
