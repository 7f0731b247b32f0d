package platform.tkex.simulation.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A simulation that never fails proves nothing: each of these must be found. */
@Execution(ExecutionMode.CONCURRENT)
class PlantedBugsTest {

  private static final int SEEDS = 2000;

  static Stream<PlantedBug> bugs() {
    return PlantedBug.ALL.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bugs")
  void isFound(PlantedBug bug, @TempDir Path folder) throws Exception {
    BuggyProduct product = new BuggyProduct(folder, bug.file(), bug.right(), bug.wrong());

    List<String> found = product.violations(SEEDS);

    assertThat(found).as("%s in %s", bug, bug.file()).isNotEmpty();
    System.out.println(bug + ": " + found.getFirst());
  }
}
