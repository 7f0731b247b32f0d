package platform.tkex.statefulsetplus.plan;

import java.util.ArrayList;
import java.util.List;
import platform.tkex.statefulsetplus.model.ClaimState;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Workload;

/**
 * Claims of the pods, and who owns them.
 *
 * <p>{@code whenDeleted: Delete} makes the workload the owner, {@code whenScaled: Delete} makes the
 * pod the owner once its ordinal is out of range; the garbage collector does the rest. Claims with
 * owners of another life (same name, other UID) or with another controller are not touched.
 */
final class ClaimPlanner {
  private static final String WORKLOAD_API = "platform.tkex/v1";
  private static final String WORKLOAD_KIND = "StatefulSetPlus";

  private final Snapshot snapshot;
  private final Workload workload;

  ClaimPlanner(Snapshot snapshot) {
    this.snapshot = snapshot;
    workload = snapshot.workload();
  }

  /** Names of the claim templates for which this ordinal has no claim. */
  List<String> missing(int ordinal) {
    if (workload.claimTemplates().isEmpty()) {
      return List.of();
    }
    return workload.claimTemplates().stream()
        .filter(template -> !snapshot.claims().containsKey(workload.claimName(template, ordinal)))
        .toList();
  }

  /** A claim of this ordinal is about to vanish; a pod made now would lose its data at once. */
  boolean mustWait(int ordinal) {
    for (String template : workload.claimTemplates()) {
      ClaimState claim = snapshot.claims().get(workload.claimName(template, ordinal));
      if (claim != null && (claim.terminating() || ownedByPod(claim, ordinal))) {
        return true;
      }
    }
    return false;
  }

  private boolean ownedByPod(ClaimState claim, int ordinal) {
    return claim.owners().stream().anyMatch(owner -> isPod(owner, workload.podName(ordinal)));
  }

  void planOwners(List<Action> actions) {
    if (workload.claimTemplates().isEmpty()) {
      return;
    }
    for (PodState pod : snapshot.pods().values()) {
      for (String template : workload.claimTemplates()) {
        ClaimState claim = snapshot.claims().get(workload.claimName(template, pod.ordinal()));
        if (claim != null && !claim.terminating() && !isOfAnotherLife(claim, pod)) {
          planOwners(claim, pod, actions);
        }
      }
    }
  }

  private void planOwners(ClaimState claim, PodState pod, List<Action> actions) {
    boolean foreign = !workload.retention().retainsAll() && hasOtherController(claim, pod);
    List<ClaimState.Owner> owners = new ArrayList<>(claim.owners());
    owners.removeIf(owner -> isUs(owner) || isPod(owner, pod.name()));
    boolean condemned = !workload.inRange(pod.ordinal());
    boolean podOwns = condemned && workload.retention().deleteWhenScaled();
    boolean workloadOwns = !podOwns && workload.retention().deleteWhenDeleted();
    if (podOwns && !foreign) {
      owners.add(new ClaimState.Owner("v1", "Pod", pod.name(), pod.uid(), true));
    } else if (workloadOwns && !foreign) {
      owners.add(
          new ClaimState.Owner(WORKLOAD_API, WORKLOAD_KIND, workload.name(), workload.uid(), true));
    }
    if (!owners.equals(claim.owners())) {
      actions.add(new Action.SetClaimOwners(claim, owners));
    }
  }

  private boolean hasOtherController(ClaimState claim, PodState pod) {
    return claim.owners().stream()
        .anyMatch(owner -> owner.controller() && !isUs(owner) && !isPod(owner, pod.name()));
  }

  private boolean isOfAnotherLife(ClaimState claim, PodState pod) {
    return claim.owners().stream()
        .anyMatch(owner ->
            (isUs(owner) && !owner.uid().equals(workload.uid()))
                || (isPod(owner, pod.name()) && !owner.uid().equals(pod.uid())));
  }

  private boolean isUs(ClaimState.Owner owner) {
    return owner.apiVersion().equals(WORKLOAD_API)
        && owner.kind().equals(WORKLOAD_KIND)
        && owner.name().equals(workload.name());
  }

  private static boolean isPod(ClaimState.Owner owner, String podName) {
    return owner.kind().equals("Pod") && owner.name().equals(podName);
  }
}
