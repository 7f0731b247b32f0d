package platform.tkex.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What a figure was taken on. */
public final class Machine {
  private Machine() {}

  /** Processors and memory, in words. */
  public static String describe() {
    long kib = Long.parseLong(field("/proc/meminfo", "MemTotal", "0 kB").replaceAll("[^0-9]", ""));
    return String.format(
        Locale.ROOT,
        "%d cores (%s), %d GiB",
        Runtime.getRuntime().availableProcessors(),
        field("/proc/cpuinfo", "model name", "model not known"),
        Math.round(kib / 1024.0 / 1024.0));
  }

  private static String field(String file, String name, String otherwise) {
    if (!Files.isReadable(Path.of(file))) {
      return otherwise;
    }
    try (Stream<String> lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .findFirst()
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .orElse(otherwise);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
