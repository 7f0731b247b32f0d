package platform.tkex.statefulsetplus.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.IntPredicate;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Workload;
import platform.tkex.statefulsetplus.release.Batch;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.Rollback;

/**
 * Chooses the pods that are brought to another revision now.
 *
 * <p>A pod that is unavailable and not where it belongs is moved without spending a budget; an
 * available one only while fewer than the budget's pods are unavailable. How a pod is brought to a
 * revision is the executor's matter: today it is deleted here and created again by {@link
 * PodPlanner}.
 */
final class UpdatePlanner {
  private final Snapshot snapshot;
  private final Workload workload;
  private final Release release;
  private final Wanted wanted;
  private final List<Action> actions = new ArrayList<>();

  private UpdatePlanner(Snapshot snapshot, Release release, Wanted wanted) {
    this.snapshot = snapshot;
    this.release = release;
    this.wanted = wanted;
    workload = snapshot.workload();
  }

  /**
   * The moves of this pass.
   *
   * @param settled with OrderedReady: all replicas are available and no scaling is under way
   */
  static List<Action> plan(Snapshot snapshot, Release release, Wanted wanted, boolean settled) {
    UpdatePlanner planner = new UpdatePlanner(snapshot, release, wanted);
    switch (release.phase()) {
      case ROLLING_BACK, ROLLED_BACK -> planner.rollBack();
      case RELEASING, COMPLETED, FAILED -> planner.release(settled);
    }
    return planner.actions;
  }

  private void release(boolean settled) {
    if (workload.paused() || workload.onDelete()) {
      return;
    }
    if (workload.releasesInBatches() && !release.first()) {
      releaseBatches();
    } else {
      rollPlainly(settled);
    }
  }

  private void releaseBatches() {
    if (release.phase() == Release.Phase.FAILED) {
      return;
    }
    Batch current = release.phase() == Release.Phase.RELEASING ? release.currentBatch() : null;
    Ordinals running =
        current != null && current.outcome() == Batch.Outcome.PROGRESSING
            ? current.ordinals()
            : Ordinals.NONE;
    moveWithin(running, plan().budget(running.size()));
    // what a passed batch left behind within its tolerance
    moveAll(
        ordinal -> !running.contains(ordinal) && wanted.revision(ordinal).equals(release.target()),
        "update");
    healRejected(running);
  }

  private BatchConfig plan() {
    return Objects.requireNonNull(workload.batches(), "only releases with a plan come here");
  }

  /** As apps/v1 does it: from the top, within maxUnavailable, broken ones first. */
  private void rollPlainly(boolean settled) {
    IntPredicate mayMove = ordinal -> ordinal >= (long) workload.start() + workload.partition();
    moveUnavailable(mayMove);
    if (!workload.parallel() && !settled) {
      return;
    }
    int down = (int) workload.ordinals().ascending().filter(this::isDown).count();
    int budget = Math.max(1, workload.maxUnavailable().roundedDown(workload.replicas()));
    moveAvailable(mayMove, budget - down);
  }

  private void rollBack() {
    Rollback rollback = Objects.requireNonNull(release.rollback(), "this phase has one");
    if (!rollback.ofOneBatch() && !rollback.inBatches()) {
      moveAll(ordinal -> true, "rollback");
      return;
    }
    Ordinals group = rollback.ordinals().within(workload.start(), workload.end());
    int budget = workload.releasesInBatches() ? plan().budget(group.size()) : group.size();
    moveWithin(group, budget);
    if (!workload.paused()) {
      healRejected(group);
    }
  }

  /** A pod of the revision that failed does not wait for its batch once it is broken. */
  private void healRejected(Ordinals except) {
    if (release.failed().isEmpty() || release.lastGood().isEmpty()) {
      return;
    }
    moveUnavailable(ordinal -> !except.contains(ordinal) && isRejected(ordinal));
  }

  private boolean isRejected(int ordinal) {
    PodState pod = snapshot.pod(ordinal);
    return pod != null
        && pod.at(release.failed())
        && !wanted.revision(ordinal).equals(release.target());
  }

  private void moveWithin(Ordinals group, int budget) {
    if (group.isEmpty()) {
      return;
    }
    moveUnavailable(group::contains);
    int down = (int) group.ascending().filter(this::isDown).count();
    moveAvailable(group::contains, budget - down);
  }

  private boolean isDown(int ordinal) {
    return !snapshot.available(snapshot.pod(ordinal));
  }

  private void moveAll(IntPredicate which, String why) {
    for (int ordinal = workload.end() - 1; ordinal >= workload.start(); ordinal--) {
      PodState pod = snapshot.pod(ordinal);
      if (pod != null && isAstray(ordinal, pod) && which.test(ordinal)) {
        actions.add(new Action.DeletePod(pod, why));
      }
    }
  }

  private void moveUnavailable(IntPredicate which) {
    moveAll(ordinal -> which.test(ordinal) && isDown(ordinal), "update of an unavailable pod");
  }

  private void moveAvailable(IntPredicate which, int budget) {
    int left = budget;
    for (int ordinal = workload.end() - 1; ordinal >= workload.start() && left > 0; ordinal--) {
      PodState pod = snapshot.pod(ordinal);
      if (pod != null && isAstray(ordinal, pod) && !isDown(ordinal) && which.test(ordinal)) {
        actions.add(new Action.DeletePod(pod, "update"));
        left--;
      }
    }
  }

  /** It stays, but not at the revision it is to have. */
  private boolean isAstray(int ordinal, PodState pod) {
    return !pod.terminating()
        && pod.phase() != PodState.Phase.TERMINAL
        && !pod.at(wanted.revision(ordinal));
  }
}
