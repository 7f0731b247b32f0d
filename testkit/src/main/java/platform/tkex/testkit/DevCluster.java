package platform.tkex.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts this machine's cluster for tests through {@code devcluster/devcluster}. */
final class DevCluster {

  private DevCluster() {}

  /**
   * Brings the cluster {@code it} (or {@code $TKEX_CLUSTER}) up, which does nothing when it runs already.
   *
   * @return its admin kubeconfig
   */
  static Path up() {
    String name = System.getenv().getOrDefault("TKEX_CLUSTER", "it");
    run(ProcessBuilder.Redirect.INHERIT, "up", "--name", name, "--nodes", "20");
    String kubeconfig = run(ProcessBuilder.Redirect.PIPE, "kubeconfig", "--name", name).strip();
    return Path.of(kubeconfig);
  }

  private static String run(ProcessBuilder.Redirect output, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Repository.root().resolve("devcluster/devcluster").toString());
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(output)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(command + " ended with code " + code);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(command + " did not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(command + " was interrupted", e);
    }
  }
}
