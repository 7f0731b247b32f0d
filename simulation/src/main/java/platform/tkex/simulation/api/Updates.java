package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Function;
import platform.tkex.simulation.api.AdmissionHook.Operation;
import platform.tkex.simulation.api.ApiException.Problem;

/** PUT and PATCH, of objects and of their subresources. */
final class Updates {

  private static final String VERSION = "resourceVersion";
  private static final String MODIFIED =
      "the object has been modified; please apply your changes to the latest version and try again";

  private final Registry registry;
  private final Creates creates;
  private final ReplicasOwnership replicas = new ReplicasOwnership();

  Updates(Registry registry, Creates creates) {
    this.registry = registry;
    this.creates = creates;
  }

  Answer put(Target target, JsonNode body, String user) {
    if (!target.subresource().equals("scale")) {
      // for a PATCH the server looks at name and namespace only once it has found the object
      Registry.settle(target, new Draft(body));
    }
    String uid = Json.text(body.path("metadata"), "uid");
    ObjectNode old = registry.find(target);
    if (old == null && target.resource().createsOnUpdate() && target.subresource().isEmpty()) {
      return create(target, body, user, uid);
    }
    ObjectNode existing = registry.get(target);
    String actual = Json.text(existing.path("metadata"), "uid");
    if (!uid.isEmpty() && !uid.equals(actual)) {
      throw wrongUid(target, uid, actual);
    }
    return update(target, existing, user, seen -> body);
  }

  private Answer create(Target target, JsonNode body, String user, String uid) {
    if (!uid.isEmpty()) {
      throw wrongUid(target, uid, "");
    }
    Draft draft = new Draft(body);
    Registry.settle(target, draft);
    return new Answer(201, creates.store(target, draft, user));
  }

  private static ApiException wrongUid(Target target, String wanted, String actual) {
    return ApiException.conflict(
        target.resource(),
        target.name(),
        "StorageError: invalid object, Code: 4, Key: "
            + key(target)
            + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: "
            + wanted
            + ", UID in object meta: "
            + actual);
  }

  private static String key(Target target) {
    Resource resource = target.resource();
    String folder =
        switch (resource) {
          case STATEFULSETPLUSES -> resource.group() + "/" + resource.plural();
          case NODES -> "minions";
          default -> resource.plural();
        };
    String namespace = target.namespace().isEmpty() ? "" : target.namespace() + "/";
    // a dry run does not get to where the prefix is put before the key
    return (target.dryRun() ? "/" : "/registry/") + folder + "/" + namespace + target.name();
  }

  /** A patch's metadata.uid is no precondition: it is a change, and refused as one (422). */
  Answer patch(Target target, Function<JsonNode, JsonNode> patch, String user) {
    return update(target, registry.get(target), user, patch::apply);
  }

  private Answer update(
      Target target, ObjectNode old, String user, Function<ObjectNode, JsonNode> change) {
    boolean scale = target.subresource().equals("scale");
    JsonNode changed =
        scale ? Scales.apply(old, change.apply(Scales.view(old))) : change.apply(old);
    Draft draft = new Draft(changed);
    Registry.settle(target, draft);
    registry.preparation().decode(target.resource(), draft);
    draft = registry.admit(Operation.UPDATE, target, user, old, draft);
    checkVersion(target, draft, old);
    before(target, draft, old);
    ObjectNode result = store(target, draft, old);
    return new Answer(200, scale ? Scales.view(result) : result);
  }

  private static void checkVersion(Target target, Draft draft, ObjectNode old) {
    String wanted = Json.text(draft.metadata(), VERSION);
    if (wanted.isEmpty() || wanted.equals("0")) {
      if (!target.resource().updatesUnconditionally()) {
        Problem problem =
            new Problem(
                "metadata." + VERSION, Problem.Kind.INVALID, "0: must be specified for an update");
        throw ApiException.invalidResource(target.resource(), target.name(), problem);
      }
    } else if (!wanted.matches("\\d+")) {
      throw ApiException.raw("strconv.ParseUint: parsing \"" + wanted + "\": invalid syntax");
    } else if (!wanted.equals(Json.text(old.path("metadata"), VERSION))) {
      throw ApiException.conflict(target.resource(), target.name(), MODIFIED);
    }
  }

  private void before(Target target, Draft draft, ObjectNode old) {
    JsonNode metadata = old.path("metadata");
    draft.takeMeta("generation", old);
    registry.preparation().update(target.resource(), target.subresource(), draft, old);
    if (!draft.metadata().hasNonNull("uid")) {
      draft.takeMeta("uid", old);
    }
    draft.takeMeta("creationTimestamp", old);
    if (metadata.has("deletionTimestamp")) {
      draft.takeMeta("deletionTimestamp", old);
    }
    if (!draft.metadata().hasNonNull("deletionGracePeriodSeconds")) {
      draft.takeMeta("deletionGracePeriodSeconds", old);
    }
    Validation.update(target.resource(), target.subresource(), draft, old, registry.schema());
  }

  private ObjectNode store(Target target, Draft draft, ObjectNode old) {
    if (!deletes(target, draft, old)) {
      boolean scale = target.subresource().equals("scale");
      boolean moved = !target.dryRun() && replicas.moves(old, scale);
      ObjectNode written = registry.write(target, draft, old, moved);
      if (!target.dryRun()) {
        replicas.note(old, written, scale);
      }
      return written;
    }
    // watchers are shown the last state that was stored: with the finalizer that was just removed
    draft.takeMeta(VERSION, old);
    if (!target.dryRun()) {
      registry.store().delete(target.resource(), old);
    }
    return draft.object();
  }

  /** An object whose deletion waited for its finalizers goes with the last of them. */
  private static boolean deletes(Target target, Draft draft, ObjectNode old) {
    JsonNode metadata = old.path("metadata");
    return draft.finalizers().isEmpty()
        && metadata.has("deletionTimestamp")
        && metadata.path("deletionGracePeriodSeconds").asLong() == 0
        && (target.resource() != Resource.NAMESPACES || draft.spec().path("finalizers").isEmpty());
  }
}
