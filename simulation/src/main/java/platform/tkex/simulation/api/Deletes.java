package platform.tkex.simulation.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** DELETE of one object: at once, gracefully, or once its finalizers are gone. */
final class Deletes {

  private static final String TIMESTAMP = "deletionTimestamp";
  private static final String GRACE = "deletionGracePeriodSeconds";
  private static final String ORPHAN = "orphan";
  private static final String FOREGROUND = "foregroundDeletion";

  private final Registry registry;

  Deletes(Registry registry) {
    this.registry = registry;
  }

  /** What the kind's own grace period comes to. */
  private enum Grace {
    /** The kind has none, or it is over. */
    NONE,
    /** The draft was given a new end. */
    SET,
    /** A deletion with a shorter or equal grace period is under way. */
    PENDING
  }

  Answer delete(Target path, DeleteOptions options, String user) {
    Target target = options.dryRun() ? dry(path) : path;
    ObjectNode old = registry.get(target);
    if (target.resource() == Resource.NAMESPACES) {
      return deleteNamespace(target, old, options, user);
    }
    checkPreconditions(target, old, options);
    Draft draft = new Draft(old);
    Grace grace = target.resource() == Resource.PODS ? podGrace(draft, options) : Grace.NONE;
    if (grace == Grace.PENDING) {
      return new Answer(code(options), old);
    }
    registry.admitDelete(target, user, old);
    draft.finalizers(finalizers(draft.finalizers(), options));
    boolean waits = !draft.finalizers().isEmpty();
    if (grace == Grace.NONE && !waits) {
      return answer(target, remove(target, old));
    }
    if (grace == Grace.NONE) {
      markDeleting(draft);
    }
    // a pod that goes at once is shown as terminating first: two events, two versions
    ObjectNode marked = registry.write(target, draft, old);
    boolean stays = waits || draft.metadata().path(GRACE).asLong() > 0;
    if (stays || target.dryRun()) {
      return new Answer(code(options), marked);
    }
    return answer(target, remove(target, marked));
  }

  private static Target dry(Target path) {
    return new Target(
        path.resource(),
        path.namespace(),
        path.name(),
        path.subresource(),
        Map.of("dryRun", "All"));
  }

  private static int code(DeleteOptions options) {
    return Boolean.FALSE.equals(options.orphanDependents()) ? 202 : 200;
  }

  private static void checkPreconditions(Target target, ObjectNode old, DeleteOptions options) {
    String uid = Json.text(old.path("metadata"), "uid");
    if (options.uid() != null && !options.uid().equals(uid)) {
      throw ApiException.deleteConflict(
          target.resource(),
          target.name(),
          ("the UID in the precondition (%s) does not match the UID in record"
                  + " (%s). The object might have been deleted and then recreated")
              .formatted(options.uid(), uid));
    }
    String version = Json.text(old.path("metadata"), "resourceVersion");
    if (options.version() != null && !options.version().equals(version)) {
      throw ApiException.deleteConflict(
          target.resource(),
          target.name(),
          ("the ResourceVersion in the precondition (%s) does not match the"
                  + " ResourceVersion in record (%s). The object might have been modified")
              .formatted(options.version(), version));
    }
  }

  private Grace podGrace(Draft draft, DeleteOptions options) {
    JsonNode status = draft.object().path("status");
    if (draft.metadata().has(TIMESTAMP)) {
      return shorten(draft, options.grace());
    }
    long period =
        options.grace() != null
            ? options.grace()
            : draft.spec().path("terminationGracePeriodSeconds").asLong();
    String phase = Json.text(status, "phase");
    if (Json.text(draft.spec(), "nodeName").isEmpty()
        || phase.equals("Succeeded")
        || phase.equals("Failed")) {
      period = 0;
    }
    if (period < 0) {
      period = 1;
    }
    draft.metadata().put(TIMESTAMP, registry.now().plusSeconds(period).toString());
    draft.metadata().put(GRACE, period);
    draft.generation(draft.generation() + 1);
    return Grace.SET;
  }

  /** A second DELETE can only bring the end nearer. */
  private Grace shorten(Draft draft, @Nullable Long wanted) {
    long current = draft.metadata().path(GRACE).asLong();
    if (current == 0) {
      return Grace.NONE;
    }
    if (wanted == null || wanted >= current) {
      return Grace.PENDING;
    }
    long period = wanted < 0 ? 1 : wanted;
    Instant end =
        Instant.parse(Json.text(draft.metadata(), TIMESTAMP))
            .minusSeconds(current)
            .plusSeconds(period);
    if (end.isBefore(registry.now())) {
      end = registry.now();
      period = period == 0 ? 0 : 1;
    }
    draft.metadata().put(TIMESTAMP, end.toString());
    draft.metadata().put(GRACE, period);
    return Grace.SET;
  }

  /** The garbage collector's finalizers are as this request wants them; others stay. */
  private static List<String> finalizers(List<String> old, DeleteOptions options) {
    boolean orphan = Boolean.TRUE.equals(options.orphanDependents()) || options.wants("Orphan");
    boolean foreground = options.wants("Foreground");
    if (!options.namesPolicy()) {
      String first =
          old.stream().filter(f -> f.equals(ORPHAN) || f.equals(FOREGROUND)).findFirst().orElse("");
      orphan = first.equals(ORPHAN);
      foreground = first.equals(FOREGROUND);
    }
    List<String> result = new ArrayList<>(old);
    result.removeAll(List.of(ORPHAN, FOREGROUND));
    if (orphan) {
      result.add(ORPHAN);
    }
    if (foreground) {
      result.add(FOREGROUND);
    }
    return new HashSet<>(result).equals(new HashSet<>(old)) ? old : result;
  }

  private void markDeleting(Draft draft) {
    String now = registry.now().toString();
    String end = Json.text(draft.metadata(), TIMESTAMP);
    if (end.isEmpty() && draft.generation() > 0) {
      draft.generation(draft.generation() + 1);
    }
    if (end.isEmpty() || Instant.parse(end).isAfter(registry.now())) {
      draft.metadata().put(TIMESTAMP, now);
    }
    draft.metadata().put(GRACE, 0);
  }

  /** Its content keeps it: only the namespace's own controller ends it, through finalize. */
  private Answer deleteNamespace(
      Target target, ObjectNode old, DeleteOptions options, String user) {
    String uid = Json.text(old.path("metadata"), "uid");
    if (options.uid() != null && !options.uid().equals(uid)) {
      throw ApiException.conflict(
          target.resource(),
          target.name(),
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(options.uid(), uid));
    }
    if (old.path("metadata").has(TIMESTAMP)) {
      return new Answer(200, old);
    }
    registry.admitDelete(target, user, old);
    Draft draft = new Draft(old);
    draft.metadata().put(TIMESTAMP, registry.now().toString());
    ObjectNode status = Json.shallow(old.path("status")).put("phase", "Terminating");
    draft.object().set("status", status);
    return new Answer(200, registry.write(target, draft, old));
  }

  private ObjectNode remove(Target target, ObjectNode old) {
    return target.dryRun() ? old : registry.store().delete(target.resource(), old);
  }

  private static Answer answer(Target target, ObjectNode object) {
    if (target.resource().answersDeleted()) {
      return new Answer(200, object);
    }
    ObjectNode status = Json.empty().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    ObjectNode details = status.putObject("details").put("name", target.name());
    if (!target.resource().group().isEmpty()) {
      details.put("group", target.resource().group());
    }
    details.put("kind", target.resource().plural());
    details.put("uid", Json.text(object.path("metadata"), "uid"));
    return new Answer(200, status);
  }
}
