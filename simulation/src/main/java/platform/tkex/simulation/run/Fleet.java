package platform.tkex.simulation.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Runs seeds in several processes beside each other. Not in threads: two simulations in one process
 * would wait for each other's locks in libraries, and who waits is then no longer the seed's
 * choice.
 */
public final class Fleet {

  private final String classPath;
  private final Consumer<String> lines;

  private final boolean laggingLists;

  /**
   * @param classPath with the product that is to be simulated
   * @param lines hears what the processes print, one line at a time
   */
  public Fleet(String classPath, Consumer<String> lines) {
    this(classPath, lines, false);
  }

  /**
   * @param laggingLists a list may come from a server that lags, as an unpaged one does; the
   *     product's are paged, so that this breaks what it relies on
   */
  public Fleet(String classPath, Consumer<String> lines, boolean laggingLists) {
    this.classPath = classPath;
    this.lines = lines;
    this.laggingLists = laggingLists;
  }

  /** Splits the seeds; the highest exit code of all processes, which is 0 when all was well. */
  public int run(long from, long count, int processes) {
    List<Thread> ships = new ArrayList<>();
    int[] codes = new int[processes];
    for (int i = 0; i < processes; i++) {
      int index = i;
      long first = from + count * i / processes;
      long seeds = from + count * (i + 1) / processes - first;
      if (seeds > 0) {
        ships.add(Thread.ofPlatform().start(() -> codes[index] = sail(first, seeds)));
      }
    }
    int highest = 0;
    try {
      for (Thread ship : ships) {
        ship.join();
      }
      for (int code : codes) {
        highest = Math.max(highest, code);
      }
      return highest;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private int sail(long from, long seeds) {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--add-opens=java.base/java.lang=ALL-UNNAMED",
                  // else every thread of every dead process is remembered
                  "-Djdk.trackAllThreads=false",
                  "-XX:+UseSerialGC",
                  "-Xmx1g",
                  "-Xmn600m",
                  "-Dsimulation.laggingLists=" + laggingLists,
                  "-cp",
                  classPath,
                  Main.class.getName(),
                  "--processes=1",
                  "--from=" + from,
                  "--seeds=" + seeds)
              .redirectErrorStream(true)
              .start();
      try (BufferedReader output = process.inputReader()) {
        output.lines().forEach(this::tell);
      }
      return process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private synchronized void tell(String line) {
    lines.accept(line);
  }
}
