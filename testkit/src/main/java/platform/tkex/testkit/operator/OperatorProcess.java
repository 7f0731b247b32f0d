package platform.tkex.testkit.operator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;

/**
 * A controller in a JVM of its own.
 *
 * <p>It may be stopped or killed and started again as often as a test likes. It never outlives the
 * test JVM, unless that is killed itself; then the next run ends what its process file names.
 */
public final class OperatorProcess implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);
  private static final Path FOLDER = Path.of("target/operator");
  private static final Duration GRACE = Duration.ofSeconds(20);
  private static final int TAIL_LINES = 40;

  private final OperatorSettings settings;
  private final Path kubeconfig;
  private final int port;
  private final Thread hook = new Thread(this::kill);
  private @Nullable Process process;

  private OperatorProcess(OperatorSettings settings, Path kubeconfig, int port) {
    this.settings = settings;
    this.kubeconfig = kubeconfig;
    this.port = port;
  }

  /** Prepares identity and port; starts nothing. */
  public static OperatorProcess of(Cluster cluster, OperatorSettings settings) {
    return of(cluster, settings, Endpoint.of(cluster));
  }

  /** The same, with something between it and the API server. */
  public static OperatorProcess of(Cluster cluster, OperatorSettings settings, Endpoint server) {
    Path kubeconfig = FOLDER.resolve(settings.instance() + ".kubeconfig");
    new OperatorAccount(cluster, settings.module()).writeKubeconfig(kubeconfig, server);
    OperatorProcess operator = new OperatorProcess(settings, kubeconfig, freePort());
    Runtime.getRuntime().addShutdownHook(operator.hook);
    return operator;
  }

  /** Starts it and waits until {@code /readyz} says yes. */
  public void start() {
    launch();
    awaitReady();
  }

  private void launch() {
    if (isAlive()) {
      throw new IllegalStateException(settings.instance() + " runs already");
    }
    endLeftover();
    try {
      Process started =
          new ProcessBuilder(command())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
      process = started;
      Files.writeString(processFile(), started.pid() + " " + startOf(started.toHandle()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGTERM, and waits for its end. */
  public void stop() {
    end(false);
  }

  /** SIGKILL, and waits for its end. */
  public void kill() {
    end(true);
  }

  /** {@link #kill()} and {@link #start()}. */
  public void killAndRestart() {
    kill();
    start();
  }

  /** SIGSTOP: it stands still, and its connections stay open. */
  public void freeze() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() {
    signal("CONT");
  }

  /** Waits until it has ended by itself; its exit code. */
  public int awaitEnd() {
    Process running = Objects.requireNonNull(process, "it was never started");
    Await.until(settings.instance() + " ends, see " + log(), () -> !running.isAlive());
    return running.exitValue();
  }

  private void signal(String name) {
    Process running = Objects.requireNonNull(process, "it was never started");
    try {
      int code =
          new ProcessBuilder("kill", "-" + name, Long.toString(running.pid())).start().waitFor();
      if (code != 0) {
        throw new IllegalStateException(settings.instance() + " takes no signal " + name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** Everything it wrote, over all its starts. */
  public Path log() {
    return FOLDER.resolve(settings.instance() + ".log");
  }

  /** Where it serves health and metrics, such as {@code /metrics}. */
  public URI http(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  @Override
  public void close() {
    stop();
    Runtime.getRuntime().removeShutdownHook(hook);
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(settings.jvmOptions());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", classPath(), settings.mainClass()));
    command.add("--kubeconfig=" + kubeconfig.toAbsolutePath());
    command.add("--http-address=127.0.0.1:" + port);
    command.addAll(settings.arguments());
    return command;
  }

  /** The tests' own class path holds the controller; test classes stay out unless asked for. */
  private String classPath() {
    String separator = System.getProperty("path.separator");
    List<String> kept = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(separator, -1)) {
      if (!entry.isEmpty() && (settings.testClasses() || !entry.contains("test-classes"))) {
        kept.add(entry);
      }
    }
    return String.join(separator, kept);
  }

  private void awaitReady() {
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(http("/readyz")).timeout(Duration.ofSeconds(5)).build();
      Await.until(settings.instance() + " is ready, see " + log(), () -> answers(http, request));
    } catch (RuntimeException e) {
      LOG.error("{} did not get ready; the end of its log:\n{}", settings.instance(), tail());
      throw e;
    }
  }

  private boolean answers(HttpClient http, HttpRequest request) throws InterruptedException {
    if (!isAlive()) {
      throw new IllegalStateException(settings.instance() + " ended at its start");
    }
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private void end(boolean force) {
    Process running = process;
    if (running == null || !running.isAlive()) {
      return;
    }
    try {
      if (force) {
        running.destroyForcibly();
      } else {
        running.destroy();
      }
      if (!running.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
        running.destroyForcibly().waitFor();
        throw new IllegalStateException(
            settings.instance() + " did not end within " + GRACE + " of SIGTERM, see " + log());
      }
      Files.deleteIfExists(processFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Path processFile() {
    return FOLDER.resolve(settings.instance() + ".pid");
  }

  /**
   * Ends the process of a killed earlier run; one that got the same number later started at another
   * time.
   */
  private void endLeftover() {
    try {
      if (!Files.exists(processFile())) {
        return;
      }
      String[] words = Files.readString(processFile()).strip().split(" ", 2);
      ProcessHandle.of(Long.parseLong(words[0]))
          .filter(handle -> words.length == 2 && startOf(handle).equals(words[1]))
          .ifPresent(ProcessHandle::destroyForcibly);
      Files.deleteIfExists(processFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String startOf(ProcessHandle handle) {
    return handle.info().startInstant().map(Object::toString).orElse("");
  }

  private String tail() {
    try {
      List<String> lines = Files.readAllLines(log());
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
