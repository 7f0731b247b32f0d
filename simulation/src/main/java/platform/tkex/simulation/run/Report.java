package platform.tkex.simulation.run;

import java.util.List;
import java.util.Objects;
import platform.tkex.simulation.check.Violation;
import platform.tkex.simulation.scenario.Scenario;

/** Tells of a failing seed on one page. */
final class Report {

  private static final int LINES = 60;
  private static final int WIDTH = 180;

  private Report() {}

  static String of(Scenario original, Simulation.Result result) {
    Violation violation = Objects.requireNonNull(result.violation(), "only of what failed");
    Scenario scenario = result.scenario();
    StringBuilder page = new StringBuilder();
    line(page, "seed %d broke a rule: %s".formatted(scenario.seed(), violation.getMessage()));
    line(
        page,
        "smallest scenario: %d of %d steps, %s"
            .formatted(scenario.steps().size(), original.steps().size(), scenario.setup()));
    line(page, "troubles: " + scenario.troubles());
    List<String> lines = result.trace();
    int hidden = Math.max(0, lines.size() - LINES);
    if (hidden > 0) {
      line(page, "... " + hidden + " lines before");
    }
    lines.subList(hidden, lines.size()).forEach(text -> line(page, text));
    line(page, "replay: make simulate SEED=" + scenario.seed());
    return page.toString();
  }

  private static void line(StringBuilder page, String text) {
    page.append(text.length() > WIDTH ? text.substring(0, WIDTH - 3) + "..." : text).append('\n');
  }
}
