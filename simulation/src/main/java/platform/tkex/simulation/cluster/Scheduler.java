package platform.tkex.simulation.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import platform.tkex.simulation.api.Api;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;

/** Binds pods to nodes that are ready, once their claims are bound. */
public final class Scheduler implements Actor {

  private static final String USER = "system:kube-scheduler";

  private final Api api;
  private final Clock clock;
  private final RandomGenerator random;
  private final Predicate<ObjectNode> fits;
  private final View pods;
  private final View nodes;
  private final View claims;
  private final Set<String> told = new HashSet<>();

  /**
   * The default scheduler.
   *
   * @param fits whether any node has room for the pod
   */
  public Scheduler(
      ModelApiServer server,
      Api api,
      Clock clock,
      RandomGenerator random,
      Predicate<ObjectNode> fits) {
    this.api = api;
    this.clock = clock;
    this.random = random;
    this.fits = fits;
    this.pods = new View(server, Resource.PODS);
    this.nodes = new View(server, Resource.NODES);
    this.claims = new View(server, Resource.CLAIMS);
  }

  @Override
  public List<View> views() {
    return List.of(nodes, claims, pods);
  }

  @Override
  public boolean step() {
    List<ObjectNode> free = nodes.objects().stream().filter(Scheduler::takesPods).toList();
    for (ObjectNode pod : pods.objects()) {
      if (!waits(pod)) {
        continue;
      }
      boolean schedulable = !free.isEmpty() && fits.test(pod) && claimsServe(pod);
      if (schedulable) {
        bind(pod, free.get(random.nextInt(free.size())));
        return true;
      }
      if (told.add(Metas.uid(pod))) {
        tell(pod);
        return true;
      }
    }
    return false;
  }

  private static boolean takesPods(ObjectNode node) {
    if (node.path("spec").path("unschedulable").asBoolean()) {
      return false;
    }
    for (JsonNode condition : node.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private static boolean waits(ObjectNode pod) {
    JsonNode spec = pod.path("spec");
    return !spec.hasNonNull("nodeName")
        && !Metas.terminating(pod)
        && spec.path("schedulerName").asText().equals("default-scheduler");
  }

  /** A claim that is being deleted takes no new pod. */
  private boolean claimsServe(ObjectNode pod) {
    for (JsonNode volume : pod.path("spec").path("volumes")) {
      String name = volume.path("persistentVolumeClaim").path("claimName").asText();
      ObjectNode claim = claims.byName(Metas.namespace(pod), name);
      boolean serves =
          claim != null
              && claim.path("status").path("phase").asText().equals("Bound")
              && !Metas.terminating(claim);
      if (!name.isEmpty() && !serves) {
        return false;
      }
    }
    return true;
  }

  private void bind(ObjectNode pod, ObjectNode node) {
    ObjectNode binding = Metas.object().put("apiVersion", "v1").put("kind", "Binding");
    binding
        .putObject("metadata")
        .put("name", Metas.name(pod))
        .put("namespace", Metas.namespace(pod))
        .put("uid", Metas.uid(pod));
    binding.putObject("target").put("kind", "Node").put("name", Metas.name(node));
    api.handle(Request.post(Metas.path(Resource.PODS, pod) + "/binding", binding, USER));
  }

  private void tell(ObjectNode pod) {
    ObjectNode patch = Metas.object();
    patch.putObject("metadata").put("uid", Metas.uid(pod));
    patch
        .putObject("status")
        .putArray("conditions")
        .addObject()
        .put("type", "PodScheduled")
        .put("status", "False")
        .put("reason", "Unschedulable")
        .put("lastTransitionTime", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    api.handle(Request.mergePatch(Metas.path(Resource.PODS, pod) + "/status", patch, USER));
  }
}
