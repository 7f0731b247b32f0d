package platform.tkex.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.simulation.scenario.Draw;
import platform.tkex.simulation.scenario.Scenario;
import platform.tkex.statefulsetplus.StatefulSetPlusController;

class SimulationTest {

  private static final int SEEDS = Integer.getInteger("simulation.seeds", 10_000);

  private final Simulation simulation = new Simulation(StatefulSetPlusController::new);

  @Test
  void nothingIsBrokenWhateverHappens() {
    int threads = Runtime.getRuntime().availableProcessors();
    List<Simulation.Result> failed =
        new Campaign(StatefulSetPlusController::new, threads).run(1, SEEDS, 3, done -> {});

    assertThat(failed).as(() -> explain(failed)).isEmpty();
  }

  private String explain(List<Simulation.Result> failed) {
    Simulation.Result first = failed.getFirst();
    Scenario smallest =
        new Shrinker(simulation)
            .shrink(first.scenario(), java.util.Objects.requireNonNull(first.violation()));
    return Report.of(first.scenario(), simulation.run(smallest, true));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void aSeedReplaysExactly(long seed) {
    Scenario scenario = Draw.scenario(seed);
    Simulation.Result first = simulation.run(scenario, true);
    Simulation.Result second = simulation.run(scenario, true);

    assertThat(second.trace()).isEqualTo(first.trace()).hasSizeGreaterThan(10);
    assertThat(second.steps()).isEqualTo(first.steps());
    assertThat(Draw.scenario(seed)).isEqualTo(scenario);
  }

  @Test
  void seedsDiffer() {
    assertThat(simulation.run(Draw.scenario(1), true).hash())
        .isNotEqualTo(simulation.run(Draw.scenario(2), true).hash());
  }
}
