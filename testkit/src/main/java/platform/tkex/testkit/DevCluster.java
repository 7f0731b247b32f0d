package platform.tkex.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts this machine's cluster for tests through {@code devcluster/devcluster}. */
public final class DevCluster {

  private static final Logger LOG = LoggerFactory.getLogger(DevCluster.class);
  private static final String NAME = System.getenv().getOrDefault("TKEX_CLUSTER", "it");
  private static final List<String> OPTIONS =
      List.of(System.getenv().getOrDefault("TKEX_CLUSTER_OPTIONS", "--nodes 20").split(" ", -1));
  private static final Path PROGRAM = Repository.root().resolve("devcluster/devcluster");

  private DevCluster() {}

  /**
   * Brings the cluster {@code it} (or {@code $TKEX_CLUSTER}) up, which does nothing when it runs
   * already with the same options ({@code --nodes 20} or {@code $TKEX_CLUSTER_OPTIONS}).
   *
   * @return its admin kubeconfig
   */
  static Path up() {
    List<String> up = new ArrayList<>(List.of("up", "--name", NAME));
    up.addAll(OPTIONS);
    run(up).lines().forEach(LOG::info);
    return Path.of(run(List.of("kubeconfig", "--name", NAME)).strip());
  }

  /** Loads a docker archive into the real node. */
  public static void importImage(Path archive) {
    run(List.of("image", "import", "--name", NAME, archive.toString()));
  }

  /**
   * Loads an image of the business program of devcluster into the real node.
   *
   * @param variable of its environment, such as {@code VERSION=v2}: with another one it is another
   *     image, and with the same one another name of the same image
   */
  public static void loadBusiness(String image, String variable, Path folder) {
    Path program = folder.resolve("business");
    if (!Files.exists(program)) {
      buildProgram(Repository.root().resolve("devcluster"), "./programs/business", program);
    }
    loadImage(image, List.of(program), List.of(variable), folder);
  }

  /**
   * Loads an image of static programs into the real node: the first one is its entry point, each
   * lies in {@code /} under its own name.
   *
   * @param environment such as {@code VERSION=v2}
   * @param folder for its archive
   */
  public static void loadImage(
      String image, List<Path> programs, List<String> environment, Path folder) {
    Path archive = folder.resolve(image.replaceAll("[/:]", "_") + ".tar");
    List<String> build = new ArrayList<>(List.of("image", "build", "--name", image));
    programs.forEach(program -> build.addAll(List.of("--binary", program.toString())));
    environment.forEach(variable -> build.addAll(List.of("--env", variable)));
    build.addAll(List.of("-o", archive.toString()));
    run(build);
    importImage(archive);
  }

  /** Builds a static program of a Go module. */
  public static void buildProgram(Path module, String what, Path program) {
    ProcessBuilder build =
        new ProcessBuilder("go", "build", "-trimpath", "-o", program.toString(), what);
    build.environment().put("CGO_ENABLED", "0");
    run(build.directory(module.toFile()));
  }

  /**
   * Stops a process of the control plane, such as {@code kube-apiserver}, starts it again on the
   * same ports and waits until it is ready.
   *
   * @param kill by SIGKILL, else it may say goodbye
   */
  public static void restart(String component, boolean kill) {
    List<String> restart =
        new ArrayList<>(List.of("restart", "--name", NAME, "--component", component));
    if (kill) {
      restart.add("--kill");
    }
    run(restart);
  }

  /** Whether tests were given a cluster of another make. */
  static boolean isReplaced() {
    return !System.getenv().getOrDefault("TKEX_KUBECONFIG", "").isBlank();
  }

  /** A kubectl command line: devcluster's own, or the PATH's beside a cluster of another make. */
  public static List<String> kubectl(String... arguments) {
    List<String> command = new ArrayList<>();
    if (isReplaced()) {
      command.add("kubectl");
    } else {
      command.addAll(List.of(PROGRAM.toString(), "kubectl", "--name", NAME, "--"));
    }
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * Its progress, on standard error, is shown as it comes: the first start builds the control plane
   * for minutes.
   */
  private static String run(List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(PROGRAM.toString());
    command.addAll(arguments);
    return run(new ProcessBuilder(command));
  }

  private static String run(ProcessBuilder command) {
    try {
      Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new IllegalStateException(command.command() + " ended with code " + code);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(command.command() + " did not start", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(command.command() + " was interrupted", e);
    }
  }
}
