package platform.tkex.demo;

import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** For terminals: the table is drawn over itself; steps and sentences stay above it. */
final class LiveScreen implements Screen {
  private static final String CLEAR_TO_END = "\u001b[0J";
  private static final String CLEAR_LINE = "\u001b[K";
  private static final String HIDE_CURSOR = "\u001b[?25l";
  private static final String SHOW_CURSOR = "\u001b[?25h";

  private final PrintStream out;
  private final Supplier<Terminal.Size> size;
  private List<String> drawn = List.of();
  private int drawnWidth;
  private boolean closed;

  LiveScreen(PrintStream out, Supplier<Terminal.Size> size) {
    this.out = out;
    this.size = size;
    out.print(HIDE_CURSOR);
  }

  @Override
  public synchronized void step(String title) {
    keep(List.of("", "== " + title, ""));
  }

  @Override
  public synchronized void show(ReleaseView view, Instant now) {
    if (closed) {
      return;
    }
    Terminal.Size current = size.get();
    List<String> lines = ReleaseTable.render(view, now, current.columns());
    // What scrolled out at the top cannot be drawn over.
    List<String> visible = lines.subList(0, Math.min(lines.size(), current.rows() - 1));
    if (visible.equals(drawn) && current.columns() == drawnWidth) {
      return;
    }
    draw(visible);
    drawnWidth = current.columns();
  }

  @Override
  public synchronized void say(String text) {
    keep(List.of(text.split("\n", -1)));
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      out.print(SHOW_CURSOR);
      out.flush();
    }
  }

  /** Writes below the table as it stands; the next one is drawn below that. */
  private void keep(List<String> lines) {
    lines.forEach(out::println);
    out.flush();
    drawn = List.of();
  }

  private void draw(List<String> lines) {
    List<String> pieces = new ArrayList<>();
    if (!drawn.isEmpty()) {
      pieces.add("\u001b[" + rowsOf(drawn) + "A\r");
    }
    for (String line : lines) {
      pieces.add(line + CLEAR_LINE + "\n");
    }
    pieces.add(CLEAR_TO_END);
    // One write, so that a slow terminal never shows half a table.
    out.print(String.join("", pieces));
    out.flush();
    drawn = List.copyOf(lines);
  }

  /** A terminal that became narrower has wrapped what was drawn for the old width. */
  private int rowsOf(List<String> lines) {
    int columns = Math.max(1, size.get().columns());
    return lines.stream()
        .mapToInt(line -> Math.max(1, (line.length() + columns - 1) / columns))
        .sum();
  }
}
