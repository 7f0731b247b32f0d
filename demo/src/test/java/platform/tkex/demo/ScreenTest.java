package platform.tkex.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final AtomicReference<Terminal.Size> size =
      new AtomicReference<>(new Terminal.Size(40, 80));

  @Test
  void plainScreenWritesOnlyChanges() {
    ReleaseView first = Views.view("Progressing", 2, "new", "old", "");
    PlainScreen screen = new PlainScreen(out);

    screen.show(first, Views.NOW);
    screen.show(first, Views.NOW.plusSeconds(5));
    screen.show(Views.view("Paused", 2, "new", "old", ""), Views.NOW.plusMillis(5200));

    assertThat(written().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("   0.0s Progressing"),
            line -> assertThat(line).startsWith("   5.2s Paused"));
  }

  @Test
  void liveScreenDrawsOverTheTableBefore() {
    LiveScreen screen = new LiveScreen(out, size::get);
    ReleaseView view = Views.view("Progressing", 2, "new", "old", "");
    int rows = ReleaseTable.render(view, Views.NOW, 80).size();

    screen.show(view, Views.NOW);
    screen.show(view, Views.NOW.plusSeconds(1));
    screen.close();

    assertThat(written())
        .startsWith("\u001b[?25l")
        .containsOnlyOnce("\u001b[" + rows + "A\r")
        .endsWith("\u001b[?25h");
  }

  @Test
  void liveScreenFitsALowTerminal() {
    size.set(new Terminal.Size(6, 80));
    LiveScreen screen = new LiveScreen(out, size::get);

    screen.show(Views.view("Progressing", 2, "new", "old", ""), Views.NOW);

    assertThat(written().chars().filter(c -> c == '\n').count()).isEqualTo(5);
  }

  @Test
  void sizesOfTerminals() {
    assertThat(Terminal.parse("50 132")).isEqualTo(new Terminal.Size(50, 132));
    assertThat(Terminal.parse("0 0")).isEqualTo(new Terminal.Size(24, 80));
    assertThat(Terminal.parse("")).isEqualTo(new Terminal.Size(24, 80));
  }

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
