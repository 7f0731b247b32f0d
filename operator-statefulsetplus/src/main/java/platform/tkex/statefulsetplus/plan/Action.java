package platform.tkex.statefulsetplus.plan;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.model.ClaimState;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.SwitchStep;

/** One thing to do; each may be repeated without harm. */
public sealed interface Action {
  /** Creates the pod of an ordinal; its claims come first. */
  record CreatePod(int ordinal, String revision, List<String> missingClaims) implements Action {}

  /**
   * Deletes this very pod, by UID.
   *
   * @param asSeen only as long as nothing of it has changed: it goes because it is not available,
   *     and on its way to the API server that may cease to be true
   */
  record DeletePod(PodState pod, String why, boolean asSeen) implements Action {
    public DeletePod(PodState pod, String why) {
      this(pod, why, false);
    }

    /** The version that it is bound to; null for any. */
    public @Nullable String version() {
      return asSeen ? pod.resourceVersion() : null;
    }
  }

  /** Brings this very pod to another revision while it lives. */
  record UpdatePod(PodState pod, String revision, String why) implements Action {}

  /** Takes the switch of this very pod one step on; its revision stays. */
  record SwitchPod(PodState pod, SwitchStep step, String why) implements Action {
    /** What is done, for people. */
    public String told() {
      return switch (step) {
        case SWITCH -> "the old version stepped aside for that of " + pod.revision();
        case FINISH -> "the version of " + pod.revision() + " has proved itself";
        case UNLOAD, REVIVE ->
            "the version of %s was given up, the one before serves: %s"
                .formatted(pod.revision(), why);
        case RESTORE -> "an image that somebody else changed was put back";
      };
    }
  }

  /**
   * Opens or closes the readiness gate of this very pod.
   *
   * @param revision that a pod whose gate is closed is to be changed to; its own when it is opened
   */
  record SetGate(PodState pod, boolean open, String revision) implements Action {}

  /** Creates claims that a pending pod waits for. */
  record CreateClaims(int ordinal, List<String> templates) implements Action {}

  /** Writes the labels back that make a pod the one of its ordinal. */
  record FixIdentity(PodState pod) implements Action {}

  /** Makes the owners of a claim those that the retention policy asks for. */
  record SetClaimOwners(ClaimState claim, List<OwnerReference> owners) implements Action {}
}
