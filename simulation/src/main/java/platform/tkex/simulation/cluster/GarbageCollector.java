package platform.tkex.simulation.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.Api;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;

/**
 * Deletes what has lost its owners, in the background or before them, and cuts ties for orphans.
 *
 * <p>Its views say whom to look at; before it acts it reads the object itself, and an owner that
 * its views do not know, from the server. An owner that its views still show counts as there.
 */
public final class GarbageCollector implements Actor {

  private static final String USER = "system:serviceaccount:kube-system:generic-garbage-collector";
  private static final String ORPHAN = "orphan";
  private static final String FOREGROUND = "foregroundDeletion";
  private static final List<Resource> KINDS =
      List.of(Resource.STATEFULSETPLUSES, Resource.REVISIONS, Resource.CLAIMS, Resource.PODS);

  private final Api api;
  private final Map<Resource, View> views = new EnumMap<>(Resource.class);

  /** UIDs of what failed in this round: others come first. */
  private final Set<String> stuck = new HashSet<>();

  /**
   * A collector of workloads, revisions, claims and pods.
   *
   * @param api where its requests go
   */
  public GarbageCollector(ModelApiServer server, Api api) {
    this.api = api;
    KINDS.forEach(kind -> views.put(kind, new View(server, kind)));
  }

  @Override
  public List<View> views() {
    return List.copyOf(views.values());
  }

  @Override
  public boolean step() {
    for (Resource kind : KINDS) {
      for (ObjectNode object : view(kind).objects()) {
        if (!stuck.contains(Metas.uid(object)) && attempt(kind, object)) {
          return true;
        }
      }
    }
    stuck.clear();
    return false;
  }

  private boolean attempt(Resource kind, ObjectNode object) {
    try {
      return Metas.terminating(object) ? finish(kind, object) : collect(kind, object);
    } catch (Unavailable e) {
      // what is not known must not be taken for gone
      stuck.add(Metas.uid(object));
      return true;
    }
  }

  private void send(Request request, ObjectNode object) {
    if (!api.handle(request).succeeded()) {
      stuck.add(Metas.uid(object));
    }
  }

  /** The server did not say whether an object is there. */
  private static final class Unavailable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unavailable() {
      super("no answer", null, false, false);
    }
  }

  private View view(Resource kind) {
    return Objects.requireNonNull(views.get(kind));
  }

  /** An owner whose deletion waits for what it owns. */
  private boolean finish(Resource kind, ObjectNode owner) {
    if (Metas.hasFinalizer(owner, ORPHAN)) {
      return orphan(owner) || removeFinalizer(kind, owner, ORPHAN);
    }
    if (!Metas.hasFinalizer(owner, FOREGROUND)) {
      return false;
    }
    // who does not block it is deleted all the same, but not waited for
    for (Dependent dependent : dependents(owner, reference -> true)) {
      ObjectNode object = dependent.object();
      boolean due = !Metas.terminating(object) && !stuck.contains(Metas.uid(object));
      if (due && collect(dependent.kind(), object)) {
        return true;
      }
    }
    return dependents(owner, GarbageCollector::blocks).isEmpty()
        && removeFinalizer(kind, owner, FOREGROUND);
  }

  private static boolean blocks(JsonNode reference) {
    return reference.path("blockOwnerDeletion").asBoolean();
  }

  private record Dependent(Resource kind, ObjectNode object) {}

  private List<Dependent> dependents(ObjectNode owner, Predicate<JsonNode> which) {
    List<Dependent> found = new ArrayList<>();
    for (Resource kind : KINDS) {
      for (ObjectNode object : view(kind).objects()) {
        for (JsonNode reference : Metas.owners(object)) {
          if (reference.path("uid").asText().equals(Metas.uid(owner)) && which.test(reference)) {
            found.add(new Dependent(kind, object));
          }
        }
      }
    }
    return found;
  }

  private boolean orphan(ObjectNode owner) {
    for (Dependent dependent : dependents(owner, reference -> true)) {
      ObjectNode latest = latest(dependent.kind(), dependent.object());
      if (latest != null && cut(dependent.kind(), latest, List.of(Metas.uid(owner)))) {
        return true;
      }
    }
    return false;
  }

  /** Takes owners away from an object; false when it has none of them. */
  private boolean cut(Resource kind, ObjectNode latest, List<String> ownerUids) {
    ArrayNode left = JsonNodeFactory.instance.arrayNode();
    for (JsonNode reference : Metas.owners(latest)) {
      if (!ownerUids.contains(reference.path("uid").asText())) {
        left.add(reference);
      }
    }
    if (left.size() == Metas.owners(latest).size()) {
      return false;
    }
    ObjectNode patch = Metas.object();
    ObjectNode metadata = patch.putObject("metadata");
    metadata.put("uid", Metas.uid(latest)).put("resourceVersion", Metas.version(latest));
    metadata.set("ownerReferences", left);
    send(Request.mergePatch(Metas.path(kind, latest), patch, USER), latest);
    return true;
  }

  private boolean removeFinalizer(Resource kind, ObjectNode owner, String finalizer) {
    ObjectNode latest = latest(kind, owner);
    if (latest == null || !Metas.hasFinalizer(latest, finalizer)) {
      return false;
    }
    ObjectNode patch = Metas.withoutFinalizer(latest, finalizer);
    send(Request.mergePatch(Metas.path(kind, latest), patch, USER), latest);
    return true;
  }

  /** An object that lives: deletes it when no owner is left that does. */
  private boolean collect(Resource kind, ObjectNode object) {
    if (Metas.owners(object).isEmpty() || ownersSeem(object)) {
      return false;
    }
    ObjectNode latest = latest(kind, object);
    if (latest == null || Metas.terminating(latest)) {
      return false;
    }
    boolean solid = false;
    boolean waiting = false;
    List<String> lost = new ArrayList<>();
    for (JsonNode reference : Metas.owners(latest)) {
      ObjectNode owner = owner(Metas.namespace(latest), reference);
      boolean leaves = owner != null && waits(owner);
      solid |= owner != null && !leaves;
      waiting |= leaves;
      if (owner == null || leaves) {
        lost.add(reference.path("uid").asText());
      }
    }
    if (lost.isEmpty()) {
      return false;
    }
    return solid ? cut(kind, latest, lost) : delete(kind, latest, waiting);
  }

  /** Whether the views know all owners as living: then there is nothing to ask the server. */
  private boolean ownersSeem(ObjectNode object) {
    for (JsonNode reference : Metas.owners(object)) {
      ObjectNode owner = known(reference);
      if (owner == null || waits(owner)) {
        return false;
      }
    }
    return true;
  }

  private @Nullable ObjectNode known(JsonNode reference) {
    Resource kind = kind(reference);
    return kind == null ? null : view(kind).byUid(reference.path("uid").asText());
  }

  private static @Nullable Resource kind(JsonNode reference) {
    for (Resource kind : KINDS) {
      if (kind.kind().equals(reference.path("kind").asText())
          && kind.apiVersion().equals(reference.path("apiVersion").asText())) {
        return kind;
      }
    }
    return null;
  }

  private static boolean waits(ObjectNode owner) {
    return Metas.terminating(owner) && Metas.hasFinalizer(owner, FOREGROUND);
  }

  private boolean delete(Resource kind, ObjectNode latest, boolean ownerWaits) {
    boolean owns = !dependents(latest, reference -> true).isEmpty();
    String policy =
        ownerWaits && owns
            ? "Foreground"
            : Metas.hasFinalizer(latest, ORPHAN)
                ? "Orphan"
                : Metas.hasFinalizer(latest, FOREGROUND) ? "Foreground" : "Background";
    ObjectNode options = Metas.deleteOptions(latest).put("propagationPolicy", policy);
    options.withObject("/preconditions").put("resourceVersion", Metas.version(latest));
    send(Request.delete(Metas.path(kind, latest), options, USER), latest);
    return true;
  }

  private @Nullable ObjectNode owner(String namespace, JsonNode reference) {
    Resource kind = kind(reference);
    if (kind == null) {
      return null;
    }
    ObjectNode owner = read(kind, namespace, reference.path("name").asText());
    return owner != null && Metas.uid(owner).equals(reference.path("uid").asText()) ? owner : null;
  }

  private @Nullable ObjectNode latest(Resource kind, ObjectNode object) {
    ObjectNode latest = read(kind, Metas.namespace(object), Metas.name(object));
    return latest != null && Metas.uid(latest).equals(Metas.uid(object)) ? latest : null;
  }

  private @Nullable ObjectNode read(Resource kind, String namespace, String name) {
    Answer answer = api.handle(Request.get(kind.path(namespace, name), USER));
    if (answer.code() != 200 && answer.code() != 404) {
      throw new Unavailable();
    }
    return answer.code() == 200 ? (ObjectNode) answer.body() : null;
  }
}
