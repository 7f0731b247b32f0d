package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.events.EventRecorder;
import platform.tkex.common.events.EventType;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;
import platform.tkex.statefulsetplus.act.RevisionActions;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.Objection;
import platform.tkex.statefulsetplus.model.Selector;
import platform.tkex.statefulsetplus.plan.Wakeup;
import platform.tkex.statefulsetplus.revision.Revision;
import platform.tkex.statefulsetplus.revision.RevisionPlan;
import platform.tkex.statefulsetplus.revision.Templates;

/** Keeps the history of a workload's templates in step with its spec. */
final class RevisionKeeper {
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final RevisionActions actions;
  private final LiveRevisions live;
  private final EventRecorder events;
  private final Clock clock;

  /** The template's canonical form by workload UID, for to sort it takes time. */
  private final Map<String, Canonical> canonicals = new ConcurrentHashMap<>();

  private record Canonical(long generation, String text) {}

  /** Last objection by workload UID, so that one generation is asked about once. */
  private final Map<String, Remembered> objections = new ConcurrentHashMap<>();

  /** Reads a revision from the API server, not from a cache. */
  @FunctionalInterface
  interface LiveRevisions {
    @Nullable ControllerRevision get(String namespace, String name);
  }

  RevisionKeeper(RevisionActions actions, LiveRevisions live, EventRecorder events, Clock clock) {
    this.actions = actions;
    this.live = live;
    this.events = events;
    this.clock = clock;
  }

  private record Remembered(long generation, Objection objection, Instant at) {
    /** What stood in the way, such as an admission policy, may be gone later. */
    boolean holds(long now, Instant time) {
      return generation == now && time.isBefore(at.plus(Wakeup.retry(objection)));
    }
  }

  /** What the pass goes on with. */
  sealed interface Kept {
    /**
     * The history is in step.
     *
     * @param updateRevision empty when there never was one that the API server takes
     * @param objection why the spec's template is not the update revision; null when it is
     */
    record Ready(String updateRevision, @Nullable Objection objection) implements Kept {}

    /** Something was written that the caches do not show yet, or could not be written now. */
    record Later(Duration after) implements Kept {}

    /**
     * Another revision has the name. The status must count it before the next name is tried, so
     * that a crash in between loses nothing.
     */
    record Collided(int count) implements Kept {}
  }

  /**
   * Finds or makes the revision of the spec's template.
   *
   * @param stillThere reads from the server whether the workload lives: what its deletion has just
   *     orphaned must not be adopted on the word of a cache
   */
  Kept keep(StatefulSetPlus object, Map<String, Revision> known, BooleanSupplier stillThere) {
    List<Revision> orphans = known.values().stream().filter(r -> !r.owned()).toList();
    if (!orphans.isEmpty()) {
      boolean adopted =
          stillThere.getAsBoolean()
              && actions.adopt(object, orphans).stream().allMatch(WriteResult::done);
      return new Kept.Later(adopted ? SOON : AFTER_FAILURE);
    }
    PodTemplateSpec template =
        Objects.requireNonNull(object.getSpec().getTemplate(), "required by the schema");
    RevisionPlan.Update update =
        RevisionPlan.update(
            object.getMetadata().getName(),
            template,
            canonical(object, template),
            List.copyOf(known.values()),
            collisions(object));
    return switch (update) {
      case RevisionPlan.Update.Current current -> new Kept.Ready(current.revision().name(), null);
      case RevisionPlan.Update.Reuse reuse -> {
        actions.renumber(object, reuse.revision(), reuse.number());
        yield new Kept.Later(SOON);
      }
      case RevisionPlan.Update.Create create -> create(object, create);
    };
  }

  private String canonical(StatefulSetPlus object, PodTemplateSpec template) {
    long generation = object.getMetadata().getGeneration();
    return canonicals
        .compute(
            object.getMetadata().getUid(),
            (uid, known) ->
                known != null && known.generation() == generation
                    ? known
                    : new Canonical(generation, Templates.canonical(template)))
        .text();
  }

  private Kept create(StatefulSetPlus object, RevisionPlan.Update.Create create) {
    String uid = object.getMetadata().getUid();
    long generation = object.getMetadata().getGeneration();
    Remembered last = objections.get(uid);
    if (last != null && last.holds(generation, clock.instant())) {
      return withoutIt(object, last.objection());
    }
    Optional<Objection> objection = actions.objection(object, create);
    if (objection.isPresent()) {
      return rejected(object, objection.get());
    }
    objections.remove(uid);
    WriteResult result = actions.create(object, create);
    if (result instanceof WriteResult.Refused refused) {
      return refused.code() == 409
          ? taken(object, create)
          : rejected(
              object, new Objection("revision " + create.name() + ": " + refused.message(), true));
    }
    return new Kept.Later(result.done() ? SOON : AFTER_FAILURE);
  }

  private Kept rejected(StatefulSetPlus object, Objection objection) {
    objections.put(
        object.getMetadata().getUid(),
        new Remembered(object.getMetadata().getGeneration(), objection, clock.instant()));
    Reason reason = objection.passing() ? Reason.FAILED_CREATE : Reason.INVALID_TEMPLATE;
    String what =
        objection.passing()
            ? "Nothing moved, no pod of the new template can be made yet: "
            : "Nothing moved, the API server refuses pods of this template: ";
    events.record(object, EventType.WARNING, reason, reason.reason(), what + objection.text());
    return withoutIt(object, objection);
  }

  /** The name is taken: by this very revision, by one of our former life, or by other data. */
  private Kept taken(StatefulSetPlus object, RevisionPlan.Update.Create create) {
    ControllerRevision holder = live.get(object.getMetadata().getNamespace(), create.name());
    if (holder == null || holder.getMetadata().getDeletionTimestamp() != null) {
      return new Kept.Later(SOON);
    }
    boolean same =
        Revision.of(holder, false)
            .filter(revision -> revision.holds(create.template()))
            .isPresent();
    if (same && isOnItsWay(object, holder)) {
      // its event brings the next pass; a watch that hangs must not be answered with requests
      return new Kept.Later(AFTER_FAILURE);
    }
    if (same && isOfAFormerLife(object, holder)) {
      return new Kept.Later(AFTER_FAILURE);
    }
    return new Kept.Collided(collisions(object) + 1);
  }

  /** The caches are about to show it. */
  private static boolean isOnItsWay(StatefulSetPlus object, ControllerRevision holder) {
    OwnerReference owner = Owners.controllerOf(holder);
    return owner == null
        ? new Selector(object.getSpec().getSelector()).matches(holder)
        : owner.getUid().equals(object.getMetadata().getUid());
  }

  /** The garbage collector is about to remove it. */
  private static boolean isOfAFormerLife(StatefulSetPlus object, ControllerRevision holder) {
    OwnerReference owner = Owners.controllerOf(holder);
    return owner != null
        && owner.getKind().equals(object.getKind())
        && owner.getName().equals(object.getMetadata().getName());
  }

  /** The workload goes on with the template before, if there was one. */
  private static Kept withoutIt(StatefulSetPlus object, Objection objection) {
    StatefulSetPlusStatus status = object.getStatus();
    String previous = status == null ? null : status.getUpdateRevision();
    return new Kept.Ready(Objects.requireNonNullElse(previous, ""), objection);
  }

  private static int collisions(StatefulSetPlus object) {
    StatefulSetPlusStatus status = object.getStatus();
    Integer count = status == null ? null : status.getCollisionCount();
    return count == null ? 0 : count;
  }

  /** Drops what is beyond the history limit and not in use. */
  void truncate(StatefulSetPlus object, Map<String, Revision> known, Set<String> inUse) {
    Integer limit = object.getSpec().getRevisionHistoryLimit();
    List<Revision> surplus =
        RevisionPlan.surplus(List.copyOf(known.values()), inUse, limit == null ? 10 : limit);
    if (!surplus.isEmpty()) {
      actions.delete(object, surplus);
    }
  }

  void forget(String uid) {
    objections.remove(uid);
    canonicals.remove(uid);
  }
}
