package platform.tkex.simulation.check;

import java.util.List;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Change;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;

/** A pod is taken away only for a reason, and a pod that is where it belongs never. */
final class DeletionRules implements Safety.Rule {

  private final Facts facts;

  DeletionRules(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void check(Change change, @Nullable Act act) {
    if (change.resource() != Resource.PODS || act == null || !takes(change, act)) {
      return;
    }
    if (change.before() == null) {
      return;
    }
    PodView pod = new PodView(change.before());
    List<WorkloadView> views =
        facts.since(act.workloads()).stream().filter(v -> v.uid().equals(pod.owner())).toList();
    if (views.isEmpty()) {
      if (pod.owner().isEmpty() && !facts.ownedAsOf(change.name(), change.uid(), act.pods())) {
        throw new Violation("foreign", pod + " is nobody's and yet deleted");
      }
      return;
    }
    if (views.stream().allMatch(view -> belongs(pod, view))) {
      throw new Violation("twice", pod + " is where it belongs and yet deleted");
    }
    if (views.stream().allMatch(view -> isPaused(pod, view)) && seenReady(change, act)) {
      throw new Violation("paused", pod + " is healthy and yet taken while paused");
    }
    if (views.stream().allMatch(view -> waitsForItsBatch(pod, view))) {
      throw new Violation("batch", pod + " is deleted though no batch has come to it");
    }
  }

  /** The pod is as it was no longer: it is deleted, or changed while it lives. */
  static boolean takes(Change change, Act act) {
    return act.request().method() == Request.Method.DELETE || Facts.isMove(change, act);
  }

  /** It has the revision that all pods are to have, or its batch has brought it there. */
  private static boolean belongs(PodView pod, WorkloadView view) {
    return !view.deleting()
        && view.inRange(pod.ordinal())
        && !pod.ended()
        && !view.rollingBack()
        && (view.releasing() || view.general().equals("Completed"))
        && pod.revision().equals(view.target());
  }

  /** Only a rollback that a person commands goes on, and scale-in. */
  private static boolean isPaused(PodView pod, WorkloadView view) {
    return view.paused()
        && view.releasing()
        && !view.rollingBack()
        && !view.deleting()
        && view.inRange(pod.ordinal())
        && !pod.ended();
  }

  private boolean seenReady(Change change, Act act) {
    return facts.readyAsOf(change.name(), change.uid(), act.pods());
  }

  /** Healthy, at the revision from before, and not in any batch that started. */
  private static boolean waitsForItsBatch(PodView pod, WorkloadView view) {
    return view.inBatches()
        && !view.rollingBack()
        && !view.deleting()
        && view.inRange(pod.ordinal())
        && !pod.ended()
        && pod.revision().equals(view.current())
        && !view.reached(pod.ordinal());
  }
}
