package platform.tkex.gc.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import platform.tkex.testkit.Repository;

class ReasonTest {

  @ParameterizedTest
  @EnumSource
  void theReferenceExplains(Reason reason) throws IOException {
    String row = "| `" + reason.reason() + "` |";
    assertThat(Files.readAllLines(Repository.root().resolve("docs/reference/gc-controller.md")))
        .filteredOn(line -> line.startsWith(row))
        .singleElement()
        .asString()
        .endsWith("| " + reason.meaning() + " |");
  }
}
