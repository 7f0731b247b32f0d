package platform.tkex.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Makes an SVG of one recorded table: {@code Picture RECORD TEXT OUT.svg} takes the last table that
 * contains TEXT.
 */
public final class Picture {
  private static final double CHARACTER = 8.43;
  private static final int LINE = 20;
  private static final int MARGIN = 16;

  private Picture() {}

  /** See the class. */
  public static void main(String[] args) throws IOException {
    String wanted = args[1];
    String record = Files.readString(Path.of(args[0]));
    List<String> tables =
        List.of(record.split(RecordingScreen.SEPARATOR + "\n")).stream()
            .filter(table -> table.contains(wanted))
            .toList();
    if (tables.isEmpty()) {
      throw new IllegalArgumentException("no table contains \"" + wanted + "\"");
    }
    Files.writeString(Path.of(args[2]), svg(tables.getLast().stripTrailing().lines().toList()));
  }

  static String svg(List<String> lines) {
    int width = (int) (RecordingScreen.WIDTH * CHARACTER) + 2 * MARGIN;
    int height = lines.size() * LINE + 2 * MARGIN;
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"A release in batches\">%n",
            width,
            height,
            width,
            height));
    text.append("<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#0d1117\"/>\n");
    text.append("<g font-family=\"ui-monospace,Menlo,Consolas,monospace\" font-size=\"14\">\n");
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (!line.isBlank()) {
        text.append(
            String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" xml:space=\"preserve\" textLength=\"%.1f\""
                    + " fill=\"%s\">%s</text>%n",
                MARGIN,
                MARGIN + (i + 1) * LINE - 6,
                line.length() * CHARACTER,
                color(line),
                escape(line)));
      }
    }
    return text.append("</g>\n</svg>\n").toString();
  }

  private static String color(String line) {
    if (line.startsWith(">")) {
      return "#f2cc60";
    }
    if (line.contains("Succeeded")) {
      return "#7ee787";
    }
    return line.contains("Failed") || line.contains("RolledBack") ? "#ff7b72" : "#c9d1d9";
  }

  private static String escape(String line) {
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
