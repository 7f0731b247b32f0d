package platform.tkex.simulation.run;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import platform.tkex.common.process.Controller;
import platform.tkex.simulation.scenario.Draw;

/** Runs seeds one after the other on the calling thread. */
public final class Campaign {

  private final Simulation simulation;

  /**
   * @param controllers a new one for each life of each simulated process
   */
  public Campaign(Supplier<Controller> controllers) {
    this.simulation = new Simulation(controllers);
  }

  /**
   * Runs seeds until enough have failed.
   *
   * @param progress hears how many are done
   * @return the failed ones, by seed
   */
  public List<Simulation.Result> run(long from, long count, int enough, LongConsumer progress) {
    List<Simulation.Result> failed = new ArrayList<>();
    for (long done = 0; done < count && failed.size() < enough; done++) {
      Simulation.Result result = simulation.run(Draw.scenario(from + done), false);
      if (result.violation() != null) {
        failed.add(result);
      }
      progress.accept(done + 1);
    }
    return failed;
  }
}
