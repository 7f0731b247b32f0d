package platform.tkex.simulation.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import platform.tkex.simulation.run.Fleet;

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

  /** Why the product's lists are paged: an unpaged one may come from the past. */
  @Test
  void listsOfServersThatLagAreFound() {
    List<String> lines = new ArrayList<>();

    int code = new Fleet(System.getProperty("java.class.path"), lines::add, true).run(1, SEEDS, 1);

    assertThat(code).as("%s", lines).isEqualTo(1);
  }
}
