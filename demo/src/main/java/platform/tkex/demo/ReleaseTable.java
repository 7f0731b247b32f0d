package platform.tkex.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Draws a release as lines of text that fit a width; pure, so that a test can compare it. */
final class ReleaseTable {
  private static final int WIDE = 66;
  private static final int NARROWEST = 20;
  private static final int LONGEST_BAR = 40;
  private static final int LONGEST_ORDINALS = 14;

  private ReleaseTable() {}

  /** Lines of at most {@code width} characters. */
  static List<String> render(ReleaseView view, Instant now, int width) {
    int columns = Math.max(NARROWEST, width);
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s   %s   action %s   %s"
            .formatted(
                view.name(),
                or(view.generalStatus(), "-"),
                or(view.action(), "-"),
                timeLeft(view, now)));
    lines.add(
        "releasing %s   last good %s"
            .formatted(or(view.revisions().target(), "-"), or(view.revisions().lastGood(), "-")));
    lines.add("");
    if (!view.batches().isEmpty()) {
      lines.addAll(batches(view, columns));
      lines.add("");
    }
    lines.add(bar("UPDATED", view.updated(), view.wanted(), columns));
    lines.add(bar("READY", view.ready(), view.wanted(), columns));
    lines.add("");
    lines.add(or(view.message(), ""));
    return lines.stream().map(line -> clip(line, columns)).toList();
  }

  /** One line for a log. */
  static String line(ReleaseView view) {
    String batch =
        view.current()
            .map(b ->
                "batch %d/%d %s: %d/%d updated, %d ready, %d failed"
                    .formatted(
                        b.order(),
                        view.batches().size(),
                        b.ordinals(),
                        b.updated(),
                        b.pods(),
                        b.ready(),
                        b.failed()))
            .orElse("no batch");
    return "%-13s %-13s %s | UPDATED %d/%d READY %d/%d | %s"
        .formatted(
            or(view.generalStatus(), "-"),
            or(view.action(), "-"),
            batch,
            view.updated(),
            view.wanted(),
            view.ready(),
            view.wanted(),
            view.message());
  }

  private static List<String> batches(ReleaseView view, int width) {
    String heading;
    String row;
    if (width >= WIDE) {
      heading = "  BATCH  ORDINALS       PODS  UPDATED  READY  FAILED  OUTCOME";
      row = "%s %5d  %-14s %4d  %7d  %5d  %6d  %s";
    } else {
      heading = "   B ORDINALS POD UPD RDY BAD OUTCOME";
      row = "%s %2d %-8s %3d %3d %3d %3d %s";
    }
    List<String> lines = new ArrayList<>();
    lines.add(heading);
    for (ReleaseView.Batch batch : view.batches()) {
      lines.add(
          row.formatted(
              batch.order() == view.order() ? ">" : " ",
              batch.order(),
              clip(batch.ordinals(), width >= WIDE ? LONGEST_ORDINALS : 8),
              batch.pods(),
              batch.updated(),
              batch.ready(),
              batch.failed(),
              batch.outcome()));
    }
    return lines;
  }

  private static String bar(String label, int part, int whole, int width) {
    String numbers = " %d/%d".formatted(part, whole);
    int length = Math.clamp(width - 8 - 2 - numbers.length(), 4, LONGEST_BAR);
    int full = whole == 0 ? 0 : Math.clamp((long) part * length / whole, 0, length);
    return "%-8s[%s%s]%s".formatted(label, "#".repeat(full), ".".repeat(length - full), numbers);
  }

  private static String timeLeft(ReleaseView view, Instant now) {
    Instant deadline = view.deadline();
    if (deadline == null || view.is("Completed") || view.is("RolledBack") || view.is("Failed")) {
      return "no deadline";
    }
    if (view.paused()) {
      return "deadline clock stands still";
    }
    long seconds = Duration.between(now, deadline).toSeconds();
    return seconds >= 0
        ? "deadline in %d:%02d".formatted(seconds / 60, seconds % 60)
        : "deadline passed";
  }

  private static String or(String text, String otherwise) {
    return text.isEmpty() ? otherwise : text;
  }

  /** Cut at the end, with a dot to show it; a wrapped line would break the redraw. */
  static String clip(String line, int width) {
    String stripped = line.stripTrailing();
    return stripped.length() <= width ? stripped : stripped.substring(0, width - 1) + "~";
  }
}
