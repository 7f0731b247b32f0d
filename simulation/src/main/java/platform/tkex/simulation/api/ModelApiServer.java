package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A Kubernetes API server as the operator, kubelets, users and the garbage collector know it.
 *
 * <p>One thread. The same requests at the same times give the same answers and the same log. What
 * is handed out is what is stored and is never to be changed.
 */
public final class ModelApiServer implements Api {

  private static final Set<Resource> WITH_STATUS =
      Set.of(
          Resource.PODS,
          Resource.CLAIMS,
          Resource.STATEFULSETPLUSES,
          Resource.NAMESPACES,
          Resource.NODES,
          Resource.QUOTAS);

  private final Registry registry;
  private final Creates creates;
  private final Updates updates;
  private final Deletes deletes;
  private final PodVerbs podVerbs;
  private final List<Consumer<Exchange>> recorders = new ArrayList<>();
  private long compacted;

  /**
   * A server with nothing in it, which stores custom resources as they come.
   *
   * @param uids a new one with each call; also what generated names are made of
   */
  public ModelApiServer(Clock clock, Supplier<String> uids) {
    this(clock, uids, CustomResourceSchema.none());
  }

  /**
   * A server with nothing in it.
   *
   * @param schema of custom resources: their defaults and bounds
   */
  public ModelApiServer(Clock clock, Supplier<String> uids, CustomResourceSchema schema) {
    registry = new Registry(clock, uids, schema);
    creates = new Creates(registry);
    updates = new Updates(registry, creates);
    deletes = new Deletes(registry);
    podVerbs = new PodVerbs(registry, deletes);
  }

  /** Asked of every write from now on, in the order of their addition. */
  public void addHook(AdmissionHook hook) {
    registry.addHook(hook);
  }

  /** Hears of every change as it is made, before the request that made it is answered. */
  public void addListener(Consumer<Change> listener) {
    registry.store().addListener(listener);
  }

  /** Hears of every request with its answer, reads too: what a trace is recorded by. */
  public void addRecorder(Consumer<Exchange> recorder) {
    recorders.add(recorder);
  }

  @Override
  public Answer handle(Request request) {
    Answer answer = answer(request);
    for (Consumer<Exchange> recorder : recorders) {
      recorder.accept(new Exchange(request, answer));
    }
    return answer;
  }

  private Answer answer(Request request) {
    try {
      return dispatch(request);
    } catch (ApiException refusal) {
      return refusal.answer();
    }
  }

  private Answer dispatch(Request request) {
    Target target = Target.parse(request.path());
    if (target == null || !serves(target)) {
      throw ApiException.noSuchPath();
    }
    JsonNode body = request.body() == null ? MissingNode.getInstance() : request.body();
    String user = request.user();
    boolean collection = target.name().isEmpty();
    return switch (request.method()) {
      case GET -> collection ? listed(target) : found(target);
      case POST -> {
        if (!collection && target.subresource().isEmpty()) {
          throw ApiException.methodNotAllowed();
        }
        yield collection ? creates.create(target, body, user) : podVerbs.post(target, body, user);
      }
      case PUT -> updates.put(only(target), body, user);
      case PATCH -> updates.patch(only(target), Patches.of(request.contentType(), body), user);
      case DELETE -> deletes.delete(only(target), DeleteOptions.of(target, request.body()), user);
    };
  }

  private static Target only(Target target) {
    if (target.name().isEmpty()) {
      throw ApiException.methodNotAllowed();
    }
    return target;
  }

  private static boolean serves(Target target) {
    return switch (target.subresource()) {
      case "" -> true;
      case "status" -> WITH_STATUS.contains(target.resource());
      case "scale" -> target.resource() == Resource.STATEFULSETPLUSES;
      case "binding", "eviction" -> target.resource() == Resource.PODS;
      case "finalize" -> target.resource() == Resource.NAMESPACES;
      default -> false;
    };
  }

  private Answer found(Target target) {
    ObjectNode object = registry.get(target);
    return new Answer(200, target.subresource().equals("scale") ? Scales.view(object) : object);
  }

  private Answer listed(Target target) {
    Resource resource = target.resource();
    ObjectNode list =
        Json.empty().put("kind", resource.kind() + "List").put("apiVersion", resource.apiVersion());
    list.putObject("metadata").put("resourceVersion", Long.toString(version()));
    ArrayNode items = list.putArray("items");
    LabelSelector selector = LabelSelector.parse(target.query().getOrDefault("labelSelector", ""));
    for (ObjectNode item : registry.store().list(resource, target.namespace(), version())) {
      if (selector.matches(item.path("metadata").path("labels"))) {
        items.add(item);
      }
    }
    return new Answer(200, list);
  }

  /** Version of the last write, 0 before the first; a list made now is as of it. */
  public long version() {
    return registry.store().version();
  }

  /**
   * The watch events of a resource after a version, the oldest first, at most so many.
   *
   * @throws GoneException when they were compacted away
   */
  public List<Change> since(Resource resource, long version, int max) {
    if (version < compacted) {
      throw new GoneException(version, compacted);
    }
    return registry.store().since(resource, version, max);
  }

  /** Forgets events up to the version, so that watches from before it are {@link GoneException}. */
  public void compact(long version) {
    compacted = Math.max(compacted, version);
  }

  /** Everything of a resource in all namespaces, ordered by namespace and name. */
  public List<ObjectNode> list(Resource resource) {
    return registry.store().list(resource, null, version());
  }

  /** As {@link #list(Resource)}, as it was at a version: what a lagging server would list. */
  public List<ObjectNode> listAsOf(Resource resource, long version) {
    return registry.store().list(resource, null, version);
  }

  /**
   * One object as it is.
   *
   * @param namespace empty for cluster-scoped kinds
   */
  public @Nullable ObjectNode get(Resource resource, String namespace, String name) {
    return registry.store().get(resource, namespace, name);
  }

  /** One object as it was at a version; compaction does not matter. */
  public @Nullable ObjectNode getAsOf(
      Resource resource, String namespace, String name, long version) {
    return registry.store().get(resource, namespace, name, version);
  }
}
