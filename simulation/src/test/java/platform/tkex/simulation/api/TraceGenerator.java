package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A random but meaningful history of one small family of objects, played on a model: most requests
 * know what is there, some know it wrongly.
 *
 * <p>Names begin with the seed, so that many traces share a namespace. An object that the real
 * controllers take up (garbage collection, protection of claims) is left alone from then on.
 */
final class TraceGenerator {

  static final int LENGTH = 25;

  private final Random random;
  private final String prefix;
  private final String namespace;
  private final ModelApiServer model;
  private final Bodies bodies;
  private final List<Exchange> trace = new ArrayList<>();
  private final Set<String> released = new HashSet<>();

  private TraceGenerator(long seed, String namespace) {
    this.random = new Random(seed);
    this.prefix = "t" + seed;
    this.namespace = namespace;
    this.model = model(seed);
    this.bodies = new Bodies(random, model, prefix, namespace);
  }

  /**
   * A finished history.
   *
   * @param released names that controllers took up at some time: their later events are not known
   */
  record Trace(long seed, List<Exchange> exchanges, ModelApiServer model, Set<String> released) {}

  static ModelApiServer model(long seed) {
    int[] count = new int[1];
    return new ModelApiServer(
        Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC),
        () -> "%08x-0000-4000-8000-%012x".formatted(seed, ++count[0]),
        CustomResourceSchema.ofRepository());
  }

  static Trace generate(long seed, String namespace) {
    TraceGenerator generator = new TraceGenerator(seed, namespace);
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putObject("metadata").put("name", namespace);
    generator.model.handle(Request.post("/api/v1/namespaces", object, "test"));
    generator.model.addRecorder(generator.trace::add);
    for (int i = 0; i < LENGTH; i++) {
      generator.step();
    }
    return new Trace(seed, generator.trace, generator.model, generator.released);
  }

  private void step() {
    Resource resource =
        pick(
            Resource.PODS,
            Resource.PODS,
            Resource.PODS,
            Resource.STATEFULSETPLUSES,
            Resource.STATEFULSETPLUSES,
            Resource.REVISIONS,
            Resource.CLAIMS,
            Resource.LEASES);
    String name = bodies.name(resource);
    if (released.contains(name)) {
      return;
    }
    ObjectNode object = model.get(resource, namespace, name);
    boolean create = object == null ? random.nextInt(4) > 0 : random.nextInt(15) == 0;
    Request request = create ? bodies.create(resource, name) : random(resource, name, object);
    String path = resource.path(namespace);
    boolean done = model.handle(request).succeeded();
    release(resource, name, object);
    boolean shown = request.method() == Request.Method.PATCH || request.path().equals(path);
    if (done && !shown && !released.contains(name)) {
      // the answers of the other verbs do not show the object
      model.handle(Request.get(resource.path(namespace, name), "test"));
    }
  }

  private Request random(Resource resource, String name, @Nullable ObjectNode object) {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> bodies.metadata(resource, name, object);
      case 3 -> bodies.operations(resource, name, object);
      case 4 -> bodies.finalizers(resource, name, object);
      case 5, 6 -> bodies.spec(resource, name, object);
      case 7 -> bodies.status(resource, name, object);
      case 8 -> bodies.subresource(resource, name, object);
      case 9 -> bodies.replace(resource, name, object);
      default -> bodies.delete(resource, name, object);
    };
  }

  /** What is deleted may be worked on by controllers, and so may everything that it owns. */
  private void release(Resource resource, String name, @Nullable ObjectNode before) {
    ObjectNode after = model.get(resource, namespace, name);
    boolean gone = before != null && after == null;
    List<String> finalizers =
        after == null ? List.of() : Json.texts(after.at("/metadata/finalizers"));
    boolean terminating = after != null && after.at("/metadata").has("deletionTimestamp");
    if (terminating
        && (finalizers.contains("orphan")
            || finalizers.contains("foregroundDeletion")
            || finalizers.contains("kubernetes.io/pvc-protection"))) {
      released.add(name);
    }
    if (resource == Resource.STATEFULSETPLUSES && (gone || terminating)) {
      dependents().forEach(released::add);
    }
  }

  private List<String> dependents() {
    List<String> names = new ArrayList<>();
    for (Resource resource :
        List.of(Resource.PODS, Resource.REVISIONS, Resource.CLAIMS, Resource.LEASES)) {
      for (JsonNode object : model.list(resource)) {
        if (!object.at("/metadata/ownerReferences").isEmpty()) {
          names.add(object.at("/metadata/name").asText());
        }
      }
    }
    return names;
  }

  @SafeVarargs
  private <T> T pick(T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
