package platform.tkex.statefulsetplus;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.events.EventRecorder;
import platform.tkex.common.events.EventType;
import platform.tkex.common.pods.ResourceVersionGuard;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;
import platform.tkex.statefulsetplus.act.Membership;
import platform.tkex.statefulsetplus.act.PodActions;
import platform.tkex.statefulsetplus.act.StatusWriter;
import platform.tkex.statefulsetplus.events.Note;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.Selector;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.observe.Observer;
import platform.tkex.statefulsetplus.plan.Action;
import platform.tkex.statefulsetplus.plan.PodPlanner;
import platform.tkex.statefulsetplus.plan.Wakeup;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.ReleaseMachine;
import platform.tkex.statefulsetplus.revision.Revision;
import platform.tkex.statefulsetplus.status.ReleaseReader;
import platform.tkex.statefulsetplus.status.StatusFactory;

/**
 * One pass over one workload: observe, decide, record, act.
 *
 * <p>A pass either records a new decision or acts on a recorded one, never both: what a crash
 * leaves behind is then always a decision not yet acted upon, and the next pass goes on from it.
 * Nothing is kept in memory but own writes that the caches have not seen.
 */
final class Pass {
  /** Soon, but not at once: something was written that the caches will show in a moment. */
  private static final Duration SOON = Duration.ofMillis(20);

  /** After a status that could not be written. */
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

  private final Observer observer;
  private final Membership membership;
  private final RevisionKeeper revisions;
  private final PodActions pods;
  private final StatusWriter statuses;
  private final ResourceVersionGuard guard;
  private final EventRecorder events;
  private final LiveCheck liveCheck;

  private final Patience patience = new Patience();

  /** By workload UID, what was refused in its last pass; status tells it while it lasts. */
  private final Map<String, String> obstacles = new ConcurrentHashMap<>();

  /** Asks the API server, not a cache, whether this very object lives and is not being deleted. */
  @FunctionalInterface
  interface LiveCheck {
    boolean lives(StatefulSetPlus object);
  }

  Pass(
      Observer observer,
      Membership membership,
      RevisionKeeper revisions,
      PodActions pods,
      StatusWriter statuses,
      ResourceVersionGuard guard,
      EventRecorder events,
      LiveCheck liveCheck) {
    this.observer = observer;
    this.membership = membership;
    this.revisions = revisions;
    this.pods = pods;
    this.statuses = statuses;
    this.guard = guard;
    this.events = events;
    this.liveCheck = liveCheck;
  }

  /**
   * Takes the workload one step on.
   *
   * @return when the next pass is needed even if no event comes; empty for never
   */
  Optional<Duration> run(StatefulSetPlus object) {
    String uid = object.getMetadata().getUid();
    if (guard.isStale(uid, object.getMetadata().getResourceVersion())) {
      return Optional.of(SOON);
    }
    if (membership.settle(object, () -> liveCheck.lives(object))) {
      return Optional.of(SOON);
    }
    Map<String, Revision> known = observer.revisions(object);
    return switch (revisions.keep(object, known, () -> liveCheck.lives(object))) {
      case RevisionKeeper.Kept.Later later -> Optional.of(later.after());
      case RevisionKeeper.Kept.Collided collided -> count(object, collided.count());
      case RevisionKeeper.Kept.Ready ready -> {
        Snapshot snapshot =
            observer.snapshot(object, ready.updateRevision(), known, ready.objection());
        yield ready.updateRevision().isEmpty()
            ? refuse(object, snapshot)
            : decideOrAct(object, snapshot, known);
      }
    };
  }

  /** The first template ever is refused: there is nothing to do but to say so. */
  private Optional<Duration> refuse(StatefulSetPlus object, Snapshot snapshot) {
    WriteResult written = record(object, snapshot, Release.NEW);
    boolean failed = written != null && !written.done();
    return failed ? Optional.of(AFTER_FAILURE) : Wakeup.after(snapshot, Release.NEW);
  }

  private Optional<Duration> count(StatefulSetPlus object, int collisions) {
    StatefulSetPlusStatus status = statuses.copy(object);
    status.setCollisionCount(collisions);
    return Optional.of(write(object, status).done() ? SOON : AFTER_FAILURE);
  }

  private Optional<Duration> decideOrAct(
      StatefulSetPlus object, Snapshot snapshot, Map<String, Revision> known) {
    Release before = ReleaseReader.read(object.getStatus());
    ReleaseMachine.Step step = ReleaseMachine.step(snapshot, before);
    Release release = step.release();
    boolean decided = !release.equals(before);
    WriteResult written = record(object, snapshot, release);
    if (written != null && !written.done()) {
      return Optional.of(conflict(written) ? SOON : AFTER_FAILURE);
    }
    step.notes().forEach(note -> tell(object, note));
    if (decided) {
      return Optional.of(SOON);
    }
    String told = obstacle(object);
    List<Action> actions = PodPlanner.plan(snapshot, release);
    boolean failed = act(object, actions, known);
    revisions.truncate(object, known, live(snapshot, release));
    if (told.isEmpty() != obstacle(object).isEmpty()) {
      return Optional.of(SOON);
    }
    if (failed) {
      String uid = object.getMetadata().getUid();
      return Optional.of(patience.afterFailure(uid, Wakeup.after(snapshot, release)));
    }
    patience.reset(object.getMetadata().getUid());
    return PodPlanner.isCut(actions) ? Optional.of(SOON) : Wakeup.after(snapshot, release);
  }

  /** Writes status if it differs; null when there was nothing to write. */
  private @Nullable WriteResult record(StatefulSetPlus object, Snapshot snapshot, Release release) {
    StatefulSetPlusStatus status =
        StatusFactory.build(
            snapshot,
            release,
            object.getMetadata().getGeneration(),
            new Selector(object.getSpec().getSelector()).toString(),
            object.getStatus(),
            obstacle(object));
    if (status.equals(object.getStatus())) {
      return null;
    }
    WriteResult result = write(object, status);
    if (result instanceof WriteResult.Refused refused && !conflict(refused)) {
      tell(object, Note.warning(Reason.FAILED_UPDATE, "status: " + refused.message()));
    }
    return result;
  }

  private String obstacle(StatefulSetPlus object) {
    return obstacles.getOrDefault(object.getMetadata().getUid(), "");
  }

  private WriteResult write(StatefulSetPlus object, StatefulSetPlusStatus status) {
    WriteResult result = statuses.write(object, status);
    if (result instanceof WriteResult.Done done && done.resourceVersion() != null) {
      guard.wrote(object.getMetadata().getUid(), done.resourceVersion());
    }
    return result;
  }

  private static boolean conflict(WriteResult result) {
    return result instanceof WriteResult.Refused refused
        && (refused.code() == 409 || refused.code() == 422);
  }

  private boolean act(StatefulSetPlus object, List<Action> actions, Map<String, Revision> known) {
    List<PodActions.Outcome> outcomes = pods.run(object, known, actions);
    List<Note> notes = Outcomes.notes(outcomes, ordinal -> observer.isTaken(object, ordinal));
    notes.forEach(note -> tell(object, note));
    notes.stream()
        .filter(Note::warning)
        .findFirst()
        .ifPresentOrElse(
            refusal -> obstacles.put(object.getMetadata().getUid(), refusal.brief()),
            () -> obstacles.remove(object.getMetadata().getUid()));
    return outcomes.stream().anyMatch(outcome -> !outcome.result().done());
  }

  /** Drops what is remembered of a workload that is gone. */
  void forget(String uid) {
    observer.forget(uid);
    guard.forget(uid);
    obstacles.remove(uid);
    revisions.forget(uid);
    patience.reset(uid);
    pods.forget(uid);
  }

  private static Set<String> live(Snapshot snapshot, Release release) {
    Set<String> live = new HashSet<>();
    live.add(snapshot.updateRevision());
    live.add(release.target());
    live.add(release.current());
    live.add(release.lastGood());
    if (release.rollback() != null) {
      live.add(release.rollback().to());
    }
    snapshot.pods().values().forEach(pod -> live.add(pod.revision()));
    return live;
  }

  private void tell(StatefulSetPlus object, Note note) {
    events.record(
        object,
        note.warning() ? EventType.WARNING : EventType.NORMAL,
        note.reason(),
        note.reason().reason(),
        note.text());
  }
}
