package platform.tkex.bench.speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Figures as a table in Markdown, between two marks of a page; what people wrote there stays. */
final class Report {
  private static final String BEGIN = "<!-- figures: written by make bench -->\n";
  private static final String END = "<!-- end of figures -->\n";

  private Report() {}

  /** Replaces what lies between the marks. */
  static void write(Path page, String figures) throws IOException {
    Files.writeString(page, replaced(Files.readString(page), figures));
  }

  static String replaced(String page, String figures) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("the page lacks the marks " + BEGIN + " and " + END);
    }
    return page.substring(0, begin + BEGIN.length()) + "\n" + figures + "\n" + page.substring(end);
  }

  /**
   * @param circumstances such as machine and versions, a line each
   */
  static String figures(Results results, List<String> circumstances) {
    StringBuilder text = new StringBuilder();
    circumstances.forEach(line -> text.append("- ").append(line).append('\n'));
    text.append("\n| pods | | bare client | StatefulSetPlus | StatefulSet |")
        .append(" StatefulSetPlus : bare | StatefulSet : StatefulSetPlus |\n")
        .append("|---|---|---|---|---|---|---|\n");
    for (int pods : results.sizes()) {
      for (Phase phase : Phase.values()) {
        text.append(row(results, pods, phase));
      }
    }
    return text.append("\nEach round, in seconds:\n\n").append(rounds(results)).toString();
  }

  private static String row(Results results, int pods, Phase phase) {
    return String.format(
        Locale.ROOT,
        "| %d | %s | %.1f s | %.1f s | %.1f s | **%.2f** | **%.2f** |%n",
        pods,
        phase.text(),
        results.median(Rival.BARE, phase, pods),
        results.median(Rival.PLUS, phase, pods),
        results.median(Rival.NATIVE, phase, pods),
        results.ratio(Rival.PLUS, Rival.BARE, phase, pods),
        results.ratio(Rival.NATIVE, Rival.PLUS, phase, pods));
  }

  private static String rounds(Results results) {
    StringBuilder text = new StringBuilder();
    for (int pods : results.sizes()) {
      for (Phase phase : Phase.values()) {
        text.append(String.format(Locale.ROOT, "- %d pods, %s: ", pods, phase.text()));
        text.append(
            List.of(Rival.values()).stream()
                .map(rival -> rival.text() + " " + list(results.of(rival, phase, pods)))
                .collect(Collectors.joining("; ")));
        text.append('\n');
      }
    }
    return text.toString();
  }

  private static String list(List<Double> seconds) {
    return seconds.stream()
        .map(value -> String.format(Locale.ROOT, "%.1f", value))
        .collect(Collectors.joining(", "));
  }
}
