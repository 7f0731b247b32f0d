package platform.tkex.statefulsetplus.plan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Gate;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Switching;
import platform.tkex.statefulsetplus.model.Way;
import platform.tkex.statefulsetplus.model.Workload;
import platform.tkex.statefulsetplus.release.Batch;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.Rollback;

/**
 * Chooses the pods that are brought to another revision now.
 *
 * <p>A pod that is unavailable and not where it belongs is moved without spending a budget; an
 * available one only while fewer than the budget's pods are unavailable. It is changed while it
 * lives where it can and may be; else it is deleted here and created again by {@link PodPlanner}.
 */
final class UpdatePlanner {
  private final Snapshot snapshot;
  private final Workload workload;
  private final Release release;
  private final Wanted wanted;
  private final ClaimPlanner claims;
  private final List<Action> actions = new ArrayList<>();
  private final Set<Integer> leaving = new HashSet<>();

  /**
   * What a pass does to bring pods to other revisions.
   *
   * @param leaving ordinals whose pods leave their Services, and are changed in a later pass
   */
  record Moves(List<Action> actions, Set<Integer> leaving) {}

  private UpdatePlanner(Snapshot snapshot, Release release, Wanted wanted, ClaimPlanner claims) {
    this.snapshot = snapshot;
    this.release = release;
    this.wanted = wanted;
    this.claims = claims;
    workload = snapshot.workload();
  }

  /**
   * The moves of this pass.
   *
   * @param settled always when Parallel, else all replicas are available and no scaling is under
   *     way
   */
  static Moves plan(
      Snapshot snapshot, Release release, Wanted wanted, ClaimPlanner claims, boolean settled) {
    UpdatePlanner planner = new UpdatePlanner(snapshot, release, wanted, claims);
    switch (release.phase()) {
      case ROLLING_BACK, ROLLED_BACK -> planner.rollBack();
      case RELEASING, COMPLETED -> planner.release(settled);
      case FAILED -> planner.stopped();
    }
    return new Moves(planner.actions, planner.leaving);
  }

  private void release(boolean settled) {
    if (workload.onDelete()) {
      return;
    }
    if (workload.paused()) {
      finish();
      return;
    }
    if (workload.releasesInBatches() && !release.first()) {
      releaseBatches();
    } else {
      rollPlainly(settled);
    }
  }

  /** A pod that has left its Services for a change is being updated, and that goes on. */
  private void finish() {
    moveUnavailable(ordinal -> {
      PodState pod = snapshot.pod(ordinal);
      Gate gate = pod == null ? null : pod.gate();
      return pod != null
          && gate != null
          && pod.isLeaving()
          && gate.target().equals(wanted.revision(ordinal));
    });
  }

  /** Nothing goes on, also when the plan is removed; only the broken are replaced. */
  private void stopped() {
    if (!workload.paused() && !workload.onDelete()) {
      heal(Ordinals.NONE);
    }
  }

  private void releaseBatches() {
    Ordinals running = running();
    Ordinals left = leftBehind().minus(running);
    moveWithin(running.plus(left), plan().budget((running.isEmpty() ? left : running).size()));
    heal(Ordinals.NONE);
  }

  private Ordinals running() {
    Batch current = release.phase() == Release.Phase.RELEASING ? release.currentBatch() : null;
    return current != null && current.outcome() == Batch.Outcome.PROGRESSING
        ? current.ordinals()
        : Ordinals.NONE;
  }

  /** What a batch that passed within its tolerance has not brought to the target. */
  private Ordinals leftBehind() {
    return Ordinals.of(
        workload
            .ordinals()
            .ascending()
            .filter(ordinal -> {
              PodState pod = snapshot.pod(ordinal);
              return pod != null
                  && isAstray(ordinal, pod)
                  && wanted.revision(ordinal).equals(release.target());
            })
            .toArray());
  }

  private BatchConfig plan() {
    return Objects.requireNonNull(workload.batches(), "only releases with a plan come here");
  }

  /** As apps/v1 does it: from the top, within maxUnavailable, broken ones first. */
  private void rollPlainly(boolean settled) {
    // a partition that is raised turns no pod back
    IntPredicate mayMove = ordinal -> ordinal >= workload.firstToUpdate();
    moveUnavailable(mayMove);
    if (!settled) {
      return;
    }
    int budget = Math.max(1, workload.maxUnavailable().roundedDown(workload.replicas()));
    moveAvailable(workload.ordinals(), mayMove, budget);
  }

  private void rollBack() {
    Rollback rollback = Objects.requireNonNull(release.rollback(), "this phase has one");
    if (!rollback.ofOneBatch() && !rollback.inBatches()) {
      moveAll(ordinal -> true, "rollback", false);
      return;
    }
    Ordinals group = rollback.ordinals().within(workload.start(), workload.end());
    int budget = workload.releasesInBatches() ? plan().budget(group.size()) : group.size();
    moveWithin(group, budget);
    if (!workload.paused()) {
      heal(group);
    }
  }

  /** A pod that nobody wants does not wait for its batch once it is broken. */
  private void heal(Ordinals except) {
    moveUnavailable(ordinal -> !except.contains(ordinal) && isUnwanted(ordinal));
  }

  /** Of an abandoned or rejected revision, not one that simply waits for its batch. */
  private boolean isUnwanted(int ordinal) {
    PodState pod = snapshot.pod(ordinal);
    return pod != null
        && !pod.at(release.current())
        && !wanted.revision(ordinal).equals(release.target());
  }

  private void moveWithin(Ordinals group, int budget) {
    if (group.isEmpty()) {
      return;
    }
    moveUnavailable(group::contains);
    moveAvailable(group, group::contains, budget);
  }

  private void moveAll(IntPredicate which, String why, boolean asSeen) {
    for (int ordinal = workload.end() - 1; ordinal >= workload.start(); ordinal--) {
      PodState pod = snapshot.pod(ordinal);
      if (pod != null && isAstray(ordinal, pod) && which.test(ordinal)) {
        move(pod, wanted.revision(ordinal), why, asSeen);
      }
    }
  }

  private void moveUnavailable(IntPredicate which) {
    moveAll(
        ordinal -> which.test(ordinal) && !snapshot.available(snapshot.pod(ordinal)),
        "update of an unavailable pod",
        true);
  }

  /**
   * Takes available pods while fewer than {@code budget} of the group are down. A pod that perhaps
   * is being deleted costs as much as one that is, whether or not it is sent its deletion again.
   */
  private void moveAvailable(Ordinals group, IntPredicate which, int budget) {
    List<PodState> up =
        group.descending().stream()
            .flatMap(ordinal -> Stream.ofNullable(snapshot.pod(ordinal)))
            .filter(snapshot::available)
            .toList();
    List<PodState> doubtful = up.stream().filter(pod -> !snapshot.certain(pod)).toList();
    int left = budget - (group.size() - up.size());
    move(doubtful.stream(), which, left);
    move(up.stream().filter(snapshot::certain), which, left - doubtful.size());
  }

  private void move(Stream<PodState> pods, IntPredicate which, int most) {
    pods.filter(pod -> isAstray(pod.ordinal(), pod) && which.test(pod.ordinal()))
        .limit(Math.max(0, most))
        .forEach(pod -> move(pod, wanted.revision(pod.ordinal()), "update", false));
  }

  private void move(PodState pod, String revision, String why, boolean asSeen) {
    switch (snapshot.ways().of(pod, revision)) {
      case Way.Recreate way -> recreate(pod, why, asSeen);
      case Way.InPlace way -> actions.add(new Action.UpdatePod(pod, revision, why));
      case Way.Later later -> {}
      case Way.Leave way -> actions.add(new Action.SetGate(pod, false, revision));
      case Way.Leaving way -> leaving.add(pod.ordinal());
      case Way.Barred barred -> {}
      case Way.Stuck stuck -> {}
    }
  }

  /** One that must stay for now keeps its turn: it is a matter of a pass. */
  private void recreate(PodState pod, String why, boolean asSeen) {
    if (!claims.mustStay(pod)) {
      actions.add(new Action.DeletePod(pod, why, asSeen));
    }
  }

  /** It stays, but not at the revision it is to have; nothing goes that cannot come back. */
  private boolean isAstray(int ordinal, PodState pod) {
    String revision = wanted.revision(ordinal);
    return workload.inRange(ordinal)
        && !pod.terminating()
        && pod.phase() != PodState.Phase.TERMINAL
        && (!pod.at(revision) || mustBeTriedAgain(pod))
        && wanted.exists(revision);
  }

  /** It is said to be of the revision, but could not become what that says. */
  private boolean mustBeTriedAgain(PodState pod) {
    return pod.change() == PodState.Change.IMPOSSIBLE || gaveUpBeforeThisBatch(pod);
  }

  /** A batch gives each of its pods one try; a retry starts a new batch. */
  private boolean gaveUpBeforeThisBatch(PodState pod) {
    Switching switching = pod.switching();
    Instant gaveUp = switching == null ? null : switching.gaveUpAt();
    Batch batch = release.currentBatch();
    Instant started = batch == null ? null : batch.startTime();
    return gaveUp != null && started != null && gaveUp.isBefore(started);
  }
}
