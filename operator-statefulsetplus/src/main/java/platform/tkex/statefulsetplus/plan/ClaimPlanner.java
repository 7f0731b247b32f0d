package platform.tkex.statefulsetplus.plan;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
    return workload.claimTemplates().stream()
        .filter(template -> claim(template, ordinal) == null)
        .toList();
  }

  /** A claim of this ordinal is about to vanish; a pod made now would lose its data at once. */
  boolean mustWait(int ordinal) {
    for (String template : workload.claimTemplates()) {
      ClaimState claim = claim(template, ordinal);
      if (claim != null && (claim.terminating() || claim.unsure() || ownedByPod(claim, ordinal))) {
        return true;
      }
    }
    return false;
  }

  /**
   * With this pod a claim would go that is to stay: it was given to the pod when the ordinal was
   * out of range, and its owner is not known to be another again.
   */
  boolean mustStay(PodState pod) {
    return workload.inRange(pod.ordinal())
        && workload.claimTemplates().stream()
            .flatMap(template -> Stream.ofNullable(claim(template, pod.ordinal())))
            .filter(claim -> !claim.terminating())
            .anyMatch(claim ->
                claim.unsure()
                    || claim.owners().stream().anyMatch(o -> o.getUid().equals(pod.uid())));
  }

  private @Nullable ClaimState claim(String template, int ordinal) {
    return snapshot.claims().get(workload.claimName(template, ordinal));
  }

  private boolean ownedByPod(ClaimState claim, int ordinal) {
    return claim.owners().stream().anyMatch(owner -> isPod(owner, workload.podName(ordinal)));
  }

  /**
   * Adds what makes the owners right.
   *
   * @return ordinals of the pods that must stay until then: nobody looks after the claims of a pod
   *     that is gone
   */
  Set<Integer> planOwners(List<Action> actions) {
    Set<Integer> waiting = new HashSet<>();
    for (PodState pod : snapshot.pods().values()) {
      for (String template : workload.claimTemplates()) {
        ClaimState claim = claim(template, pod.ordinal());
        if (claim != null && !claim.terminating() && !isOfAnotherLife(claim, pod)) {
          int before = actions.size();
          if (!claim.unsure()) {
            planOwners(claim, pod, actions);
          }
          if (claim.unsure() || actions.size() > before) {
            waiting.add(pod.ordinal());
          }
        }
      }
    }
    return waiting;
  }

  private void planOwners(ClaimState claim, PodState pod, List<Action> actions) {
    boolean foreign = hasOtherController(claim, pod);
    List<OwnerReference> owners = new ArrayList<>(claim.owners());
    owners.removeIf(owner -> isUs(owner) || isPod(owner, pod.name()));
    boolean condemned = !workload.inRange(pod.ordinal());
    boolean podOwns = condemned && workload.retention().deleteWhenScaled();
    boolean workloadOwns = !podOwns && workload.retention().deleteWhenDeleted();
    if (podOwns && !foreign) {
      owners.add(controller("v1", "Pod", pod.name(), pod.uid()));
    } else if (workloadOwns && !foreign) {
      owners.add(controller(WORKLOAD_API, WORKLOAD_KIND, workload.name(), workload.uid()));
    }
    if (!owners.equals(claim.owners())) {
      actions.add(new Action.SetClaimOwners(claim, owners));
    }
  }

  private static OwnerReference controller(String api, String kind, String name, String uid) {
    return new OwnerReference(api, true, true, kind, name, uid);
  }

  private boolean hasOtherController(ClaimState claim, PodState pod) {
    return claim.owners().stream()
        .anyMatch(owner ->
            Boolean.TRUE.equals(owner.getController())
                && !isUs(owner)
                && !isPod(owner, pod.name()));
  }

  private boolean isOfAnotherLife(ClaimState claim, PodState pod) {
    return claim.owners().stream()
        .anyMatch(owner ->
            (isUs(owner) && !owner.getUid().equals(workload.uid()))
                || (isPod(owner, pod.name()) && !owner.getUid().equals(pod.uid())));
  }

  private boolean isUs(OwnerReference owner) {
    return owner.getApiVersion().equals(WORKLOAD_API)
        && owner.getKind().equals(WORKLOAD_KIND)
        && owner.getName().equals(workload.name());
  }

  private static boolean isPod(OwnerReference owner, String podName) {
    return owner.getKind().equals("Pod") && owner.getName().equals(podName);
  }
}
