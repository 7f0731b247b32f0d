package platform.tkex.simulation.bugs;

import java.util.List;
import platform.tkex.simulation.run.Campaign;
import platform.tkex.simulation.run.Simulation;
import platform.tkex.statefulsetplus.StatefulSetPlusController;

/** Runs in the class loader of a product with a bug; called by reflection from outside of it. */
public final class Probe {
  private Probe() {}

  /** The first violation that was found, empty when there was none in so many seeds. */
  public static String firstViolation(long seeds, int threads) {
    List<Simulation.Result> failed =
        new Campaign(StatefulSetPlusController::new, threads).run(1, seeds, 1, done -> {});
    return failed.isEmpty()
        ? ""
        : "seed " + failed.getFirst().scenario().seed() + ", " + failed.getFirst().violation();
  }
}
