package platform.tkex.demo;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Passes on to another screen and keeps every table that differs from the one before, for {@link
 * Picture}.
 */
final class RecordingScreen implements Screen {
  /** Width of the recorded tables. */
  static final int WIDTH = 76;

  /** Stands between two tables. */
  static final String SEPARATOR = "\f";

  private final Screen screen;
  private final BufferedWriter file;
  private List<String> last = List.of();

  RecordingScreen(Screen screen, Path path) throws IOException {
    this.screen = screen;
    this.file = Files.newBufferedWriter(path);
  }

  @Override
  public void step(String title) {
    screen.step(title);
  }

  @Override
  public void show(ReleaseView view, Instant now) {
    List<String> lines = ReleaseTable.render(view, now, WIDTH);
    if (!lines.equals(last)) {
      try {
        file.write(String.join("\n", lines) + "\n" + SEPARATOR + "\n");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      last = lines;
    }
    screen.show(view, now);
  }

  @Override
  public void say(String text) {
    screen.say(text);
  }

  @Override
  public void close() {
    screen.close();
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
