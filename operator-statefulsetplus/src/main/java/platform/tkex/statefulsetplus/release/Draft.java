package platform.tkex.statefulsetplus.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.events.Note;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Commands;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.statefulsetplus.model.Snapshot;

/** A release while one pass decides about it; lives and dies within {@link ReleaseMachine#step}. */
final class Draft {
  final Snapshot snapshot;
  final List<Note> notes = new ArrayList<>();

  Release.Phase phase;
  Release.Action action;
  String target;
  String specRevision;
  String current;
  String lastGood;
  String failed;
  String obstacle;
  Ordinals before;
  List<Batch> batches;
  @Nullable Instant deadline;
  @Nullable Instant clockStoppedSince;
  int confirmed;
  @Nullable Rollback rollback;
  Commands seen;

  Draft(Snapshot snapshot, Release release) {
    this.snapshot = snapshot;
    phase = release.phase();
    action = release.action();
    target = release.target();
    specRevision = release.specRevision();
    current = release.current();
    lastGood = release.lastGood();
    failed = release.failed();
    obstacle = release.obstacle();
    before = release.before();
    batches = new ArrayList<>(release.batches());
    deadline = release.deadline();
    clockStoppedSince = release.clockStoppedSince();
    confirmed = release.confirmed();
    rollback = release.rollback();
    seen = release.seen();
  }

  Release freeze() {
    return new Release(
        phase,
        action,
        target,
        specRevision,
        current,
        lastGood,
        failed,
        obstacle,
        before,
        List.copyOf(batches),
        deadline,
        clockStoppedSince,
        confirmed,
        rollback,
        seen);
  }

  Instant now() {
    return snapshot.now();
  }

  @Nullable Batch batch() {
    return batches.isEmpty() ? null : batches.getLast();
  }

  void restartDeadline() {
    BatchConfig config = snapshot.workload().batches();
    deadline = config == null ? null : now().plus(config.timeout());
  }

  void replaceBatch(Batch changed) {
    batches.replaceAll(batch -> batch.order() == changed.order() ? changed : batch);
  }

  boolean clockRuns() {
    return clockStoppedSince == null;
  }

  boolean deadlinePassed(@Nullable Instant limit) {
    return limit != null && clockRuns() && !now().isBefore(limit);
  }

  void note(Reason reason, String text) {
    notes.add(Note.normal(reason, text));
  }

  void warn(Reason reason, String text) {
    notes.add(Note.warning(reason, text));
  }

  /** Without a plan the rest rolls out plainly; a plan that comes back starts at batch 1. */
  void forgetBatches() {
    if (!batches.isEmpty()) {
      batches = new ArrayList<>();
      before = Ordinals.NONE;
      action = Release.Action.NEXT;
      deadline = null;
      confirmed = 0;
    }
  }

  /** Begins a release of {@code revision} at batch 1; pods already there stay there. */
  void beginRelease(String revision) {
    phase = Release.Phase.RELEASING;
    action = Release.Action.NEXT;
    target = revision;
    obstacle = "";
    forgetBatches();
    before = Ordinals.NONE;
    deadline = null;
    confirmed = 0;
    rollback = null;
  }

  void complete() {
    phase = Release.Phase.COMPLETED;
    action = Release.Action.COMPLETED;
    lastGood = target;
    current = target;
    failed = "";
    deadline = null;
    note(Reason.RELEASE_COMPLETED, "Revision " + target + " is released and is now last good");
  }
}
