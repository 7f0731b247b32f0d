package platform.tkex.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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
    List<String> lines = new ArrayList<>();
    int processes = Runtime.getRuntime().availableProcessors();
    int code =
        new Fleet(System.getProperty("java.class.path"), lines::add).run(1, SEEDS, processes);

    assertThat(code).as(() -> String.join("\n", lines)).isZero();
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
