package platform.tkex.statefulsetplus.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import platform.tkex.testkit.Repository;

/** Reasons are an API for people and alerts, so the operations guide explains each. */
class ReasonTest {
  private static final Path GUIDE = Repository.root().resolve("docs/operations.md");

  @ParameterizedTest
  @EnumSource
  void theOperationsGuideExplains(Reason reason) {
    String name = "| `" + reason.reason() + "` |";
    assertThat(guide())
        .as("rows of docs/operations.md that begin with %s", name)
        .filteredOn(line -> line.startsWith(name))
        .singleElement()
        .asString()
        .endsWith("| " + reason.meaning() + " |");
  }

  private static List<String> guide() {
    try {
      return Files.readAllLines(GUIDE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
