package platform.tkex.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * For pipes and logs: a line only when something changed. A change of state is written at once,
 * mere counting at most once a second.
 */
final class PlainScreen implements Screen {
  private static final Duration COUNTING = Duration.ofSeconds(1);

  private final PrintStream out;
  private String lastState = "";
  private String lastLine = "";
  private @Nullable Instant start;
  private Instant lastTime = Instant.EPOCH;

  PlainScreen(PrintStream out) {
    this.out = out;
  }

  @Override
  public void step(String title) {
    out.println("== " + title);
    lastState = "";
  }

  @Override
  public void show(ReleaseView view, Instant now) {
    String line = ReleaseTable.line(view);
    String state = view.generalStatus() + view.action() + view.order() + view.rollback();
    boolean changed = !state.equals(lastState);
    boolean counted =
        !line.equals(lastLine) && Duration.between(lastTime, now).compareTo(COUNTING) >= 0;
    if (!changed && !counted) {
      return;
    }
    Instant begin = start == null ? now : start;
    start = begin;
    out.printf("%6.1fs %s%n", Duration.between(begin, now).toMillis() / 1000.0, line);
    lastState = state;
    lastLine = line;
    lastTime = now;
  }

  @Override
  public void say(String text) {
    out.println(text);
  }

  @Override
  public void close() {
    out.flush();
  }
}
