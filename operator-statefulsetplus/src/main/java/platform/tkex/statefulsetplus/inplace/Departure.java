package platform.tkex.statefulsetplus.inplace;

import java.time.Duration;
import java.time.Instant;
import platform.tkex.statefulsetplus.model.Gate;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Way;

/**
 * How a pod leaves its Services before it is changed while it lives: its gate is closed, and the
 * change follows once the grace period is over and its kubelet has called it unready.
 *
 * @param grace zero for none: pods are changed where they are
 */
record Departure(Duration grace, Instant now) {

  /** Of a pod that can be changed while it lives. */
  Way way(PodState pod) {
    Gate gate = pod.gate();
    if (gate == null) {
      return Way.IN_PLACE;
    }
    return switch (gate.state()) {
      case SENT -> Way.LEAVING;
      // it has never been ready
      case UNSET -> Way.IN_PLACE;
      case OPEN -> grace.isZero() ? Way.IN_PLACE : Way.LEAVE;
      case CLOSED -> grace.isZero() ? Way.IN_PLACE : closed(pod, gate);
    };
  }

  private Way closed(PodState pod, Gate gate) {
    Instant until = gate.until();
    if (until == null) {
      return pod.ready() ? Way.LEAVING : Way.IN_PLACE;
    }
    // closed in the future: by a clock that was ahead, which nobody has to wait for
    if (until.isAfter(now.plus(grace).plus(GateCondition.ROUNDED))) {
      return Way.LEAVE;
    }
    return pod.ready() || now.isBefore(until) ? Way.LEAVING : Way.IN_PLACE;
  }
}
