package platform.tkex.demo;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The size of the terminal, asked again every second since people resize windows. */
final class Terminal implements Supplier<Terminal.Size> {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final Size USUAL = new Size(24, 80);

  private final InstantSource clock;
  private Size known = USUAL;
  private Instant asked = Instant.EPOCH;

  Terminal(InstantSource clock) {
    this.clock = clock;
  }

  /** Both at least 1. */
  record Size(int rows, int columns) {}

  @Override
  public synchronized Size get() {
    Instant now = clock.instant();
    if (Duration.between(asked, now).compareTo(FRESH) >= 0) {
      asked = now;
      known = ask();
    }
    return known;
  }

  private static Size ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      return stty.waitFor(1, TimeUnit.SECONDS) ? parse(answer) : USUAL;
    } catch (IOException e) {
      return USUAL;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return USUAL;
    }
  }

  /** Reads {@code rows columns}; 0 is what a terminal without a size says. */
  static Size parse(String answer) {
    if (!answer.matches("[1-9][0-9]{0,4} [1-9][0-9]{0,4}")) {
      return USUAL;
    }
    int space = answer.indexOf(' ');
    return new Size(
        Integer.parseInt(answer.substring(0, space)),
        Integer.parseInt(answer.substring(space + 1)));
  }
}
