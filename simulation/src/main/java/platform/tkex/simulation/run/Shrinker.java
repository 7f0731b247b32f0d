package platform.tkex.simulation.run;

import java.util.Optional;
import platform.tkex.simulation.check.Violation;
import platform.tkex.simulation.scenario.Scenario;

/** Leaves out of a failing scenario whatever it does not need in order to fail. */
public final class Shrinker {

  private static final int MOST_RUNS = 400;

  private final Simulation simulation;
  private int runs;

  public Shrinker(Simulation simulation) {
    this.simulation = simulation;
  }

  /** The smallest scenario found that breaks the same rule. */
  public Scenario shrink(Scenario failing, Violation violation) {
    Scenario smallest = failing;
    Optional<Scenario> smaller = Optional.of(failing);
    while (smaller.isPresent()) {
      smallest = smaller.get();
      smaller = smaller(smallest, violation.rule());
    }
    return smallest;
  }

  private Optional<Scenario> smaller(Scenario scenario, String rule) {
    for (Scenario candidate : scenario.smaller()) {
      if (runs++ >= MOST_RUNS) {
        return Optional.empty();
      }
      Violation violation = simulation.run(candidate, false).violation();
      if (violation != null && violation.rule().equals(rule)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
