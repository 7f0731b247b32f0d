package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import platform.tkex.simulation.api.AdmissionHook.Operation;

/** POST of new objects. */
final class Creates {

  /** Letters of generated names: no vowels, nothing that looks like another. */
  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private static final int GENERATED = 5;

  private final Registry registry;

  Creates(Registry registry) {
    this.registry = registry;
  }

  Answer create(Target target, JsonNode body, String user) {
    Draft draft = new Draft(body);
    Registry.settle(target, draft);
    return new Answer(201, store(target, draft, user));
  }

  /** Everything after decoding; also of a PUT that creates. */
  ObjectNode store(Target target, Draft body, String user) {
    Resource resource = target.resource();
    String version = Json.text(body.metadata(), "resourceVersion");
    registry.preparation().decode(resource, body);
    checkNamespace(resource, body);
    Draft draft = registry.admit(Operation.CREATE, target, user, null, body);
    identify(draft);
    if (target.dryRun() && !version.isEmpty()) {
      draft.metadata().put("resourceVersion", version);
    }
    registry.preparation().create(resource, draft);
    Validation.create(resource, draft, registry.schema());
    new Quotas(registry).charge(target, draft);
    // no 4xx, and fine in a dry run: the storage itself finds it. A PUT that creates (a lease's)
    // may carry any version
    if (!target.dryRun() && !version.isEmpty() && !version.equals("0") && target.name().isEmpty()) {
      throw ApiException.raw("resourceVersion should not be set on objects to be created");
    }
    ObjectNode there =
        registry.store().get(resource, Json.text(draft.metadata(), "namespace"), draft.name());
    if (there != null) {
      throw ApiException.alreadyExists(
          resource,
          draft.name(),
          there.path("metadata").has("deletionTimestamp"),
          draft.metadata().hasNonNull("generateName"));
    }
    return target.dryRun() ? draft.object() : registry.store().write(resource, draft);
  }

  private void identify(Draft draft) {
    ObjectNode metadata = draft.metadata();
    metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "resourceVersion"));
    String uid = registry.newUid();
    if (draft.name().isEmpty() && metadata.hasNonNull("generateName")) {
      metadata.put("name", Json.text(metadata, "generateName") + suffix(uid));
    }
    metadata.put("uid", uid);
    metadata.put("creationTimestamp", registry.now().toString());
  }

  private static String suffix(String uid) {
    StringBuilder suffix = new StringBuilder();
    long rest = Integer.toUnsignedLong(uid.hashCode() * 0x9E3779B9);
    for (int i = 0; i < GENERATED; i++) {
      suffix.append(LETTERS.charAt((int) (rest % LETTERS.length())));
      rest /= LETTERS.length();
    }
    return suffix.toString();
  }

  private void checkNamespace(Resource resource, Draft draft) {
    if (!resource.namespaced()) {
      return;
    }
    String name = Json.text(draft.metadata(), "namespace");
    ObjectNode namespace = registry.store().get(Resource.NAMESPACES, "", name);
    if (namespace == null) {
      throw ApiException.notFound(Resource.NAMESPACES, name);
    }
    if (Json.text(namespace.path("status"), "phase").equals("Terminating")) {
      String shown =
          draft.name().isEmpty() ? Json.text(draft.metadata(), "generateName") : draft.name();
      throw ApiException.terminating(resource, shown, name);
    }
  }
}
