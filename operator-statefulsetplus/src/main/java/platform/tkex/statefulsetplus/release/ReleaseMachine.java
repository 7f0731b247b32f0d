package platform.tkex.statefulsetplus.release;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.events.Note;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Way;
import platform.tkex.statefulsetplus.model.Workload;

/**
 * Takes a release one step on: a pure function of what is seen and what was decided before.
 *
 * <p>The order of the steps is the order of authority: what the user's template says, then what
 * annotations command, then what time and readiness bring about.
 */
public final class ReleaseMachine {
  private ReleaseMachine() {}

  /** What a step decided, and the Events that tell of it. */
  public record Step(Release release, List<Note> notes) {}

  /** The next state; equal to {@code release} when there is nothing to decide. */
  public static Step step(Snapshot snapshot, Release release) {
    Draft draft = new Draft(snapshot, release);
    if (snapshot.workload().deleting()) {
      return new Step(release, List.of());
    }
    followTemplate(draft);
    CommandHandler.obey(draft, !draft.specRevision.equals(release.specRevision()));
    turnClock(draft);
    if (snapshot.workload().replicas() > 0) {
      switch (draft.phase) {
        case RELEASING -> advance(draft);
        case ROLLING_BACK -> RollbackProgress.advance(draft);
        case ROLLED_BACK, FAILED, COMPLETED -> {}
      }
    }
    return new Step(draft.freeze(), draft.notes);
  }

  /**
   * A new template starts a release, or closes one when it is the last good one again. Without a
   * plan the way back is a rolling update like any other, as in apps/v1.
   */
  private static void followTemplate(Draft draft) {
    String revision = draft.snapshot.updateRevision();
    if (draft.target.isEmpty()) {
      draft.beginRelease(revision);
      draft.specRevision = revision;
      draft.seen = draft.snapshot.commands().remembered();
      draft.current = prevailing(draft.snapshot, revision);
      return;
    }
    if (draft.specRevision.equals(revision)) {
      return;
    }
    draft.specRevision = revision;
    if (isRollback(draft, revision)) {
      draft.batches.clear();
      draft.target = revision;
      RollbackProgress.begin(draft, revision, Rollback.Reason.TEMPLATE, CommandHandler.mode(draft));
      return;
    }
    draft.beginRelease(revision);
    draft.note(
        Reason.RELEASE_STARTED, "Releasing revision " + revision + ", last good is " + base(draft));
  }

  /**
   * Without batches going back is an update like any other, within its budget and its order. A last
   * good revision that a person has returned all pods from is no way back either: to go there again
   * is a release, with all its batches.
   */
  private static boolean isRollback(Draft draft, String revision) {
    return draft.snapshot.workload().releasesInBatches()
        && draft.phase != Release.Phase.COMPLETED
        && !draft.lastGood.isEmpty()
        && revision.equals(draft.freeze().base());
  }

  /**
   * The revision of the pods that are there before the first rollout is over (adopted ones). As
   * long as some are not of the template's, be they few, the rest of the way is a release, not a
   * first rollout.
   */
  private static String prevailing(Snapshot snapshot, String revision) {
    Map<String, Integer> counts = new TreeMap<>();
    for (PodState pod : snapshot.pods().values()) {
      if (snapshot.revisions().contains(pod.revision()) && !pod.at(revision)) {
        counts.merge(pod.revision(), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .orElse(revision);
  }

  private static String base(Draft draft) {
    return draft.lastGood.isEmpty() ? "none yet" : draft.lastGood;
  }

  /** The deadline clock stands still while paused and while there are no replicas. */
  private static void turnClock(Draft draft) {
    Workload workload = draft.snapshot.workload();
    boolean running =
        draft.phase == Release.Phase.RELEASING || draft.phase == Release.Phase.ROLLING_BACK;
    // a person deletes the pods of a release then, but a rollback still does so itself
    boolean handedOver =
        workload.onDelete() && workload.batches() != null && draft.phase == Release.Phase.RELEASING;
    boolean stop = running && (workload.paused() || workload.replicas() == 0 || handedOver);
    if (stop && draft.clockStoppedSince == null) {
      draft.clockStoppedSince = draft.now();
      if (workload.paused()) {
        draft.note(Reason.RELEASE_PAUSED, "Paused by annotation");
      }
    } else if (!stop && draft.clockStoppedSince != null) {
      Duration stood = Duration.between(draft.clockStoppedSince, draft.now());
      draft.clockStoppedSince = null;
      draft.deadline = later(draft.deadline, stood);
      if (draft.rollback != null) {
        draft.rollback = draft.rollback.withDeadline(later(draft.rollback.deadline(), stood));
      }
      if (running) {
        draft.note(Reason.RELEASE_RESUMED, "The release goes on after " + stood.toSeconds() + " s");
      }
    }
  }

  private static @Nullable Instant later(@Nullable Instant instant, Duration by) {
    return instant == null ? null : instant.plus(by);
  }

  private static void advance(Draft draft) {
    Workload workload = draft.snapshot.workload();
    Optional<String> barrier = barrier(draft);
    if (barrier.isPresent()) {
      bar(draft, barrier.get());
      return;
    }
    if (draft.freeze().first()) {
      // another owner may let go of its pods later, and they too wait for their batch
      draft.current = prevailing(draft.snapshot, draft.target);
    }
    boolean batches = workload.releasesInBatches() && !draft.freeze().first();
    if (batches) {
      BatchProgress.advance(draft);
      return;
    }
    if (workload.batches() == null) {
      draft.forgetBatches();
    }
    if (plainlyComplete(draft)) {
      draft.complete();
    }
  }

  /** Why a pod that lives may not be brought to the target; asked before any of them is. */
  private static Optional<String> barrier(Draft draft) {
    Snapshot snapshot = draft.snapshot;
    if (snapshot.workload().onDelete() || !snapshot.revisions().contains(draft.target)) {
      return Optional.empty();
    }
    return snapshot
        .workload()
        .ordinals()
        .ascending()
        .mapToObj(snapshot::pod)
        .flatMap(Stream::ofNullable)
        .filter(pod -> !pod.terminating() && !pod.at(draft.target))
        .map(pod -> snapshot.ways().of(pod, draft.target))
        .flatMap(way -> way instanceof Way.Barred barred ? Stream.of(barred.why()) : Stream.empty())
        .findFirst();
  }

  private static void bar(Draft draft, String why) {
    draft.phase = Release.Phase.FAILED;
    draft.failed = draft.target;
    draft.obstacle = why;
    draft.deadline = null;
    draft.warn(
        Reason.RELEASE_FAILED,
        "The release of %s stopped, podUpdatePolicy is InPlaceOnly: %s"
            .formatted(draft.target, why));
  }

  /** A plain rolling update, or a first rollout, is complete when every pod is done. */
  private static boolean plainlyComplete(Draft draft) {
    return draft.snapshot.allDone(draft.snapshot.workload().ordinals(), draft.target);
  }
}
