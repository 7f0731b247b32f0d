package platform.tkex.statefulsetplus.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import platform.tkex.statefulsetplus.model.Gate;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;

/**
 * Opens every readiness gate that nothing keeps closed: of a new pod, of one whose change is done,
 * and of one that is not to be changed any more, whyever. So no pod is left out of its Services by
 * a policy, a template or a plan that becomes another meanwhile.
 */
final class GatePlanner {
  private GatePlanner() {}

  /**
   * The gates to be opened.
   *
   * @param others what else is done in this pass
   * @param leaving ordinals whose pods leave their Services, and are changed in a later pass
   */
  static List<Action> plan(Snapshot snapshot, List<Action> others, Set<Integer> leaving) {
    Set<Integer> taken = new HashSet<>(leaving);
    others.forEach(action -> {
      switch (action) {
        case Action.DeletePod delete -> taken.add(delete.pod().ordinal());
        case Action.UpdatePod update -> taken.add(update.pod().ordinal());
        case Action.SwitchPod step -> taken.add(step.pod().ordinal());
        case Action.SetGate set -> taken.add(set.pod().ordinal());
        default -> {}
      }
    });
    return snapshot.pods().values().stream()
        .filter(pod -> !taken.contains(pod.ordinal()))
        .filter(GatePlanner::opens)
        .<Action>map(pod -> new Action.SetGate(pod, true, pod.revision()))
        .toList();
  }

  /** A pod whose containers have not been started yet is not ready without it. */
  private static boolean opens(PodState pod) {
    Gate gate = pod.gate();
    return gate != null
        && gate.isShut()
        && !pod.terminating()
        && pod.phase() == PodState.Phase.RUNNING
        && pod.change() != PodState.Change.UNDER_WAY;
  }
}
