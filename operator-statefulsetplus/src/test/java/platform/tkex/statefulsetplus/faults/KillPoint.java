package platform.tkex.statefulsetplus.faults;

import org.jspecify.annotations.Nullable;
import platform.tkex.testkit.faults.ApiRequest;
import platform.tkex.testkit.faults.Fault;
import platform.tkex.testkit.faults.Fault.Real;
import platform.tkex.testkit.faults.Fault.Silence;
import platform.tkex.testkit.faults.Fault.Status;

/**
 * One write of one workload at which the operator dies: the write takes effect and its answer never
 * comes. Number 0 dies before the first write takes effect.
 *
 * <p>From there on the world sees nothing more of the operator about this workload, although it
 * goes on living until {@link #operatorDied}: so one death serves many workloads, each at a write
 * of its own. For the world this is the same: what an operator believed dies with it. In the same
 * way the death before write N + 1 takes effect is the one before the answer of write N.
 *
 * <p>The thread that tells Events is shared by all workloads and must not wait here, so Events are
 * answered, also those that get no further.
 */
final class KillPoint {

  private final int number;
  private int writes;
  private @Nullable ApiRequest last;
  private boolean reached;
  private boolean fired;
  private boolean dead;

  /**
   * @param number of the last write that takes effect, from 1; 0: none does
   */
  KillPoint(int number) {
    this.number = number;
  }

  synchronized Fault decide(ApiRequest write) {
    if (dead) {
      return Fault.NONE;
    }
    boolean event = write.resource().equals("events");
    writes++;
    if (reached || writes > number) {
      reached = true;
      fired |= number == 0;
      return Fault.before(event ? new Status(500, null) : new Silence());
    }
    if (writes < number) {
      return Fault.NONE;
    }
    reached = true;
    last = write;
    return Fault.after(event ? new Real() : new Silence());
  }

  /** The API server has answered a write. */
  synchronized void tookEffect(ApiRequest write) {
    fired |= write.equals(last);
  }

  /** From now on everything passes, if the write had been reached; else it still lies ahead. */
  synchronized void operatorDied() {
    dead |= fired;
  }

  synchronized boolean fired() {
    return fired;
  }

  @Override
  public synchronized String toString() {
    return "write " + number + (fired ? "" : ", not reached after " + writes);
  }
}
