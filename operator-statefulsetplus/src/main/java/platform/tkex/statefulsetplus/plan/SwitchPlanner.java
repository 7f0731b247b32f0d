package platform.tkex.statefulsetplus.plan;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Switching;
import platform.tkex.statefulsetplus.release.Release;

/**
 * Takes switches that have begun further, whatever the batches do: a pause holds none of them up,
 * as it lets all pods finish that are being updated. Only the switch itself is left out where the
 * new version is no longer wanted.
 */
final class SwitchPlanner {
  private SwitchPlanner() {}

  /**
   * The steps that are due.
   *
   * @param planned what is to be done in this pass already; one thing for a pod at a time
   */
  static List<Action> plan(
      Snapshot snapshot, Release release, Wanted wanted, List<Action> planned) {
    Set<Integer> taken =
        planned.stream().flatMap(SwitchPlanner::ordinal).collect(Collectors.toSet());
    return snapshot.pods().values().stream()
        .filter(pod -> !taken.contains(pod.ordinal()))
        .filter(pod -> !pod.terminating() && pod.phase() != PodState.Phase.TERMINAL)
        .flatMap(pod -> step(release, wanted, pod))
        .toList();
  }

  private static Stream<Action> step(Release release, Wanted wanted, PodState pod) {
    Switching switching = pod.switching();
    if (switching == null || switching.due() == null) {
      return Stream.empty();
    }
    boolean goesOn =
        release.phase() != Release.Phase.FAILED && pod.at(wanted.revision(pod.ordinal()));
    return switching.due().advances() && !goesOn
        ? Stream.empty()
        : Stream.of(new Action.SwitchPod(pod, switching.due(), switching.why()));
  }

  private static Stream<Integer> ordinal(Action action) {
    return switch (action) {
      case Action.DeletePod delete -> Stream.of(delete.pod().ordinal());
      case Action.UpdatePod update -> Stream.of(update.pod().ordinal());
      case Action.FixIdentity fix -> Stream.of(fix.pod().ordinal());
      case Action.SwitchPod step -> Stream.of(step.pod().ordinal());
      case Action.SetGate set -> Stream.of(set.pod().ordinal());
      case Action.CreatePod create -> Stream.of(create.ordinal());
      case Action.CreateClaims claims -> Stream.of(claims.ordinal());
      case Action.SetClaimOwners set -> Stream.empty();
    };
  }
}
