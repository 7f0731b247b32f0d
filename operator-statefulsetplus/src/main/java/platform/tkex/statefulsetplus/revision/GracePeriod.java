package platform.tkex.statefulsetplus.revision;

import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.PodUpdatePolicy;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.UpdateStrategy;

/**
 * {@code updateStrategy.inPlace.gracePeriodSeconds}: how long a pod is out of its Services before
 * it is changed while it lives, and the readiness gate that its pods are made with for that.
 *
 * <p>The gate is not of the template: a period that is given, taken away or changed is no release.
 */
public final class GracePeriod {
  /** Type of the gate and of the pod's condition that it asks for. */
  public static final String GATE = "platform.tkex/InPlaceUpdateReady";

  private GracePeriod() {}

  /** Zero where pods are recreated. */
  public static Duration of(StatefulSetPlus owner) {
    UpdateStrategy strategy = owner.getSpec().getUpdateStrategy();
    if (strategy == null
        || strategy.getInPlace() == null
        || !living(strategy.getPodUpdatePolicy())) {
      return Duration.ZERO;
    }
    Integer seconds = strategy.getInPlace().getGracePeriodSeconds();
    return seconds == null ? Duration.ZERO : Duration.ofSeconds(seconds);
  }

  private static boolean living(@Nullable PodUpdatePolicy policy) {
    return policy == PodUpdatePolicy.IN_PLACE_IF_POSSIBLE
        || policy == PodUpdatePolicy.IN_PLACE_ONLY;
  }

  /** Gates of a new pod: those of the template, and ours if there is a grace period. */
  static List<PodReadinessGate> gates(StatefulSetPlus owner, PodSpec template) {
    List<PodReadinessGate> gates = new ArrayList<>(template.getReadinessGates());
    boolean there = gates.stream().anyMatch(gate -> GATE.equals(gate.getConditionType()));
    if (!there && !of(owner).isZero()) {
      gates.add(new PodReadinessGate(GATE));
    }
    return gates;
  }
}
