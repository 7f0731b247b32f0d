package platform.tkex.statefulsetplus.batches;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import platform.tkex.testkit.DevCluster;

/** The command line that people and pipelines use. */
public final class Kubectl {

  private final String namespace;

  public Kubectl(String namespace) {
    this.namespace = namespace;
  }

  /** Its standard output; fails when it does. */
  public String run(String... arguments) {
    List<String> command = new ArrayList<>(DevCluster.kubectl("--namespace", namespace));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + " failed: " + text);
      }
      return text.strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(command + " was interrupted", e);
    }
  }
}
