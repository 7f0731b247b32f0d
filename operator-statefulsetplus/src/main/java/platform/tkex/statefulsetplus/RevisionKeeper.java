package platform.tkex.statefulsetplus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.events.EventRecorder;
import platform.tkex.common.events.EventType;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;
import platform.tkex.statefulsetplus.act.RevisionActions;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.revision.Revision;
import platform.tkex.statefulsetplus.revision.RevisionPlan;

/** Keeps the history of a workload's templates in step with its spec. */
final class RevisionKeeper {
  private static final Duration SOON = Duration.ofMillis(50);
  private static final Duration OBJECTION_RETRY = Duration.ofSeconds(30);

  private final RevisionActions actions;
  private final EventRecorder events;

  /** Last objection by workload UID, so that one generation is asked about once. */
  private final Map<String, Objection> objections = new ConcurrentHashMap<>();

  RevisionKeeper(RevisionActions actions, EventRecorder events) {
    this.actions = actions;
    this.events = events;
  }

  private record Objection(long generation, String text) {}

  /**
   * What the pass goes on with.
   *
   * @param updateRevision empty when there is none that the caches know yet
   * @param objection why the spec's template is not the update revision
   */
  record Result(String updateRevision, @Nullable String objection, Duration retryAfter) {}

  /** Finds or makes the revision of the spec's template. */
  Result keep(StatefulSetPlus object, Map<String, Revision> known) {
    RevisionPlan.Update update =
        RevisionPlan.update(
            object.getMetadata().getName(),
            Objects.requireNonNull(object.getSpec().getTemplate(), "required by the schema"),
            List.copyOf(known.values()),
            collisions(object));
    return switch (update) {
      case RevisionPlan.Update.Current current -> {
        if (!current.revision().owned()) {
          actions.adopt(object, current.revision());
        }
        yield new Result(current.revision().name(), null, SOON);
      }
      case RevisionPlan.Update.Reuse reuse -> {
        actions.renumber(object, reuse.revision(), reuse.number());
        yield new Result("", null, SOON);
      }
      case RevisionPlan.Update.Create create -> create(object, create);
    };
  }

  private Result create(StatefulSetPlus object, RevisionPlan.Update.Create create) {
    String uid = object.getMetadata().getUid();
    long generation = object.getMetadata().getGeneration();
    Objection last = objections.get(uid);
    if (last != null && last.generation() == generation) {
      return rejected(object, last.text());
    }
    Optional<String> objection = actions.objection(object, create);
    if (objection.isPresent()) {
      objections.put(uid, new Objection(generation, objection.get()));
      events.record(
          object,
          EventType.WARNING,
          Reason.INVALID_TEMPLATE,
          Reason.INVALID_TEMPLATE.reason(),
          "Nothing moved, the API server refuses pods of this template: " + objection.get());
      return rejected(object, objection.get());
    }
    objections.remove(uid);
    WriteResult result = actions.create(object, create);
    return new Result("", null, result.done() ? SOON : Duration.ofSeconds(1));
  }

  /** The workload goes on with the template before, if there was one. */
  private static Result rejected(StatefulSetPlus object, String objection) {
    StatefulSetPlusStatus status = object.getStatus();
    String previous = status == null ? null : status.getUpdateRevision();
    return new Result(previous == null ? "" : previous, objection, OBJECTION_RETRY);
  }

  private static int collisions(StatefulSetPlus object) {
    StatefulSetPlusStatus status = object.getStatus();
    Integer count = status == null ? null : status.getCollisionCount();
    return count == null ? 0 : count;
  }

  /** Drops what is beyond the history limit and not in use. */
  void truncate(StatefulSetPlus object, Map<String, Revision> known, Set<String> live) {
    Integer limit = object.getSpec().getRevisionHistoryLimit();
    List<Revision> owned = new ArrayList<>(known.values());
    owned.removeIf(revision -> !revision.owned());
    List<Revision> surplus = RevisionPlan.surplus(owned, live, limit == null ? 10 : limit);
    if (!surplus.isEmpty()) {
      actions.delete(object, surplus);
    }
  }

  void forget(String uid) {
    objections.remove(uid);
  }
}
