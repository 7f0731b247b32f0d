package platform.tkex.statefulsetplus.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Workload;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.Rollback;

/**
 * Plans one pass over the pods: keep every ordinal alive, scale, then update.
 *
 * <p>With OrderedReady an ordinal waits for all lower ones to be available, scale-in goes from the
 * top one by one, and both stand before updates, as in apps/v1. Pods of the running batch or
 * rollback are free of that order.
 */
public final class PodPlanner {
  private final Snapshot snapshot;
  private final Workload workload;
  private final Wanted wanted;
  private final Ordinals free;
  private final Release release;
  private final ClaimPlanner claims;
  private final List<Action> actions = new ArrayList<>();

  /** A second or two of an API server's work. */
  static final int MOST = 500;

  private PodPlanner(Snapshot snapshot, Release release) {
    this.snapshot = snapshot;
    this.release = release;
    workload = snapshot.workload();
    wanted = new Wanted(snapshot, release);
    claims = new ClaimPlanner(snapshot);
    free = free(release);
  }

  /**
   * What is to be done now, in this order; empty when all is well or all must wait.
   *
   * <p>No more than {@value #MOST} pods come and no more than that go or change, the rest is left
   * to the next passes: a pause is then heard within seconds, and while old pods go the first new
   * ones come.
   */
  public static List<Action> plan(Snapshot snapshot, Release release) {
    if (snapshot.workload().deleting()) {
      return List.of();
    }
    return cut(new PodPlanner(snapshot, release).plan());
  }

  /** Whether more may be to be done than these. */
  public static boolean isCut(List<Action> actions) {
    return actions.size() >= MOST;
  }

  private static List<Action> cut(List<Action> all) {
    int[] left = {MOST, MOST};
    return all.stream()
        .filter(action -> left[action instanceof Action.CreatePod ? 0 : 1]-- > 0)
        .toList();
  }

  private List<Action> plan() {
    boolean settled = keepReplicas();
    Set<Integer> waiting = claims.planOwners(actions);
    boolean scaled = settled && scaleIn(waiting);
    UpdatePlanner.Moves moves = UpdatePlanner.plan(snapshot, release, wanted, claims, scaled);
    actions.addAll(moves.actions());
    actions.addAll(SwitchPlanner.plan(snapshot, release, wanted, List.copyOf(actions)));
    actions.addAll(GatePlanner.plan(snapshot, actions, moves.leaving()));
    return actions;
  }

  private static Ordinals free(Release release) {
    Rollback rollback = release.rollback();
    if (release.phase() == Release.Phase.ROLLING_BACK && rollback != null) {
      return rollback.ordinals();
    }
    boolean running = release.phase() == Release.Phase.RELEASING && !release.batches().isEmpty();
    return running ? release.batches().getLast().ordinals() : Ordinals.NONE;
  }

  /**
   * Creates what is missing and removes what will never run again.
   *
   * @return whether scale-in may go on: always when Parallel, else when all replicas are available
   */
  private boolean keepReplicas() {
    boolean inOrder = true;
    for (int ordinal = workload.start(); ordinal < workload.end(); ordinal++) {
      PodState pod = snapshot.pod(ordinal);
      if (workload.parallel() || inOrder || free.contains(ordinal)) {
        keep(ordinal, pod);
      }
      inOrder &= snapshot.available(pod);
    }
    return workload.parallel() || inOrder;
  }

  private void keep(int ordinal, @Nullable PodState pod) {
    if (pod == null) {
      String revision = wanted.created(ordinal);
      if (revision != null && !claims.mustWait(ordinal)) {
        actions.add(new Action.CreatePod(ordinal, revision, claims.missing(ordinal)));
      }
    } else if (pod.phase() == PodState.Phase.TERMINAL) {
      if (!claims.mustStay(pod)) {
        delete(pod, "it has ended");
      }
    } else if (!pod.terminating()) {
      List<String> missing = claims.missing(ordinal);
      if (pod.phase() == PodState.Phase.PENDING && !missing.isEmpty()) {
        actions.add(new Action.CreateClaims(ordinal, missing));
      }
      if (!pod.identityOk()) {
        actions.add(new Action.FixIdentity(pod));
      }
    }
  }

  /**
   * Removes ordinals out of range, the highest first.
   *
   * @param waiting ordinals that must stay for now
   * @return whether none is left to be removed
   */
  private boolean scaleIn(Set<Integer> waiting) {
    List<PodState> condemned = new ArrayList<>();
    for (Map.Entry<Integer, PodState> entry : snapshot.pods().descendingMap().entrySet()) {
      if (!workload.inRange(entry.getKey())) {
        condemned.add(entry.getValue());
      }
    }
    if (workload.parallel()) {
      condemned.stream()
          .filter(pod -> !waiting.contains(pod.ordinal()))
          .forEach(pod -> delete(pod, "scale-in"));
      return true;
    }
    if (condemned.isEmpty()) {
      return true;
    }
    PodState first = condemned.getFirst();
    boolean inTurn = snapshot.available(first) || first.equals(lowestUnavailable(condemned));
    if (inTurn && !waiting.contains(first.ordinal())) {
      delete(first, "scale-in");
    }
    return false;
  }

  /** With all replicas available, only this broken one may go out of turn. */
  private @Nullable PodState lowestUnavailable(List<PodState> descending) {
    return descending.reversed().stream()
        .filter(pod -> !snapshot.available(pod))
        .findFirst()
        .orElse(null);
  }

  private void delete(PodState pod, String why) {
    if (!pod.terminating()) {
      actions.add(new Action.DeletePod(pod, why));
    }
  }
}
