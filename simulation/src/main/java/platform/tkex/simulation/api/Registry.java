package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.AdmissionHook.Operation;
import platform.tkex.simulation.api.AdmissionHook.Review;
import platform.tkex.simulation.api.AdmissionHook.Verdict;

/** What the verbs share: the store, time, identities, admission. */
final class Registry {

  private final Store store = new Store();
  private final List<AdmissionHook> hooks = new ArrayList<>();
  private final Clock clock;
  private final Supplier<String> uids;
  private final CustomResourceSchema schema;
  private final Preparation preparation;

  Registry(Clock clock, Supplier<String> uids, CustomResourceSchema schema) {
    this.clock = clock;
    this.uids = uids;
    this.schema = schema;
    this.preparation = new Preparation(schema);
  }

  Store store() {
    return store;
  }

  CustomResourceSchema schema() {
    return schema;
  }

  Preparation preparation() {
    return preparation;
  }

  String newUid() {
    return uids.get();
  }

  /** To the second: as precise as the API's times are. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  void addHook(AdmissionHook hook) {
    hooks.add(hook);
  }

  @Nullable ObjectNode find(Target target) {
    return store.get(target.resource(), target.namespace(), target.name());
  }

  ObjectNode get(Target target) {
    ObjectNode found = find(target);
    if (found == null) {
      throw ApiException.notFound(target.resource(), target.name());
    }
    return found;
  }

  /**
   * Writes unless nothing would change, as the storage does.
   *
   * <p>The first update of a claim is always a write: what was stored on its creation lacks the
   * phase that readers are shown, and the storage compares what is stored.
   */
  ObjectNode write(Target target, Draft draft, ObjectNode old) {
    return write(target, draft, old, false);
  }

  /** As {@link #write(Target, Draft, ObjectNode)}, in any case when something unseen changes. */
  ObjectNode write(Target target, Draft draft, ObjectNode old, boolean changed) {
    draft.takeMeta("resourceVersion", old);
    boolean likeStored =
        target.resource() != Resource.CLAIMS
            || store.isUpdated(target.resource(), target.namespace(), target.name());
    if (!changed && likeStored && Json.same(draft.object(), old)) {
      return old;
    }
    return target.dryRun() ? draft.object() : store.write(target.resource(), draft);
  }

  /** The draft as the hooks leave it. */
  Draft admit(
      Operation operation, Target target, String user, @Nullable ObjectNode old, Draft draft) {
    Draft result = draft;
    for (AdmissionHook hook : hooks) {
      Verdict verdict = hook.review(review(operation, target, user, old, result.object()));
      if (verdict instanceof Verdict.Changed changed) {
        result = new Draft(changed.after());
        preparation.decode(target.resource(), result);
      } else {
        refuse(verdict);
      }
    }
    return result;
  }

  void admitDelete(Target target, String user, ObjectNode old) {
    for (AdmissionHook hook : hooks) {
      refuse(hook.review(review(Operation.DELETE, target, user, old, null)));
    }
  }

  private static Review review(
      Operation operation,
      Target target,
      String user,
      @Nullable ObjectNode old,
      @Nullable ObjectNode object) {
    return new Review(
        operation, target.resource(), target.subresource(), user, target.dryRun(), old, object);
  }

  private static void refuse(Verdict verdict) {
    switch (verdict) {
      case Verdict.Denied denied -> throw ApiException.denied(denied.hook(), denied.message());
      case Verdict.Unreachable lost ->
          throw ApiException.internal(
              "failed calling webhook \"" + lost.hook() + "\": " + lost.message());
      case Verdict.Allowed _, Verdict.Changed _ -> {}
    }
  }

  /** Refuses a body that belongs elsewhere; a body without a namespace gets that of the path. */
  static void settle(Target target, Draft draft) {
    JsonNode metadata = draft.metadata();
    String namespace = Json.text(metadata, "namespace");
    if (namespace.isEmpty()) {
      if (!target.namespace().isEmpty()) {
        draft.metadata().put("namespace", target.namespace());
      }
    } else if (!namespace.equals(target.namespace())) {
      throw ApiException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    if (!target.name().isEmpty() && !target.name().equals(draft.name())) {
      throw ApiException.badRequest(
          draft.name().isEmpty()
              ? "the name of the object ("
                  + target.name()
                  + " based on URL) was undeterminable: name must be provided"
              : "the name of the object ("
                  + draft.name()
                  + ") does not match the name on the URL ("
                  + target.name()
                  + ")");
    }
    draft.object().put("apiVersion", target.resource().apiVersion());
    draft.object().put("kind", target.resource().kind());
  }
}
