package platform.tkex.demo;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Command line of the demo; {@code make demo} fills it in. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description =
        "Releases an image in batches, pauses and resumes, then releases a broken one and waits for"
            + " its rollback. Exit code 0 only if all of it happened.")
public final class Main implements Callable<Integer> {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  @Option(names = "--kubeconfig", required = true, description = "Cluster to use.")
  private File kubeconfig = new File("");

  @Option(names = "--manifest", required = true, description = "YAML with the StatefulSetPlus.")
  private Path manifest = Path.of("");

  @Option(names = "--namespace", defaultValue = "tkex-demo", description = "Made if missing.")
  private String namespace = "";

  @Option(names = "--image", description = "First image; the manifest's if absent.")
  private @Nullable String image;

  @Option(names = "--new-image", defaultValue = "example/meeting:v2", description = "Second image.")
  private String newImage = "";

  @Option(
      names = "--bad-image",
      defaultValue = "example/meeting:never-ready",
      description = "Image that never becomes ready.")
  private String badImage = "";

  @Option(names = "--any-node", description = "Drop the manifest's nodeSelector.")
  private boolean anyNode;

  @Option(names = "--replicas", description = "Instead of the manifest's.")
  private @Nullable Integer replicas;

  @Option(names = "--batch-timeout", description = "Seconds, instead of the manifest's.")
  private @Nullable Integer batchTimeout;

  @Option(
      names = "--patience",
      defaultValue = "180",
      description = "Longest wait for one step, seconds (default 180).")
  private int patience;

  @Option(names = "--live", description = "Redraw a table; needs a terminal.")
  private boolean live;

  @Option(names = "--record", description = "Also write every table drawn to this file.")
  private @Nullable Path record;

  /** Runs the demo and ends the process. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Settings settings =
        new Settings(
            manifest,
            namespace,
            image,
            newImage,
            badImage,
            anyNode,
            replicas,
            batchTimeout,
            Duration.ofSeconds(patience));
    Config config = Connection.of(kubeconfig);
    InstantSource clock = InstantSource.system();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
        Screen screen = screen(clock)) {
      Thread restore = new Thread(() -> interrupted(screen));
      Runtime.getRuntime().addShutdownHook(restore);
      try {
        return play(settings, client, screen, clock);
      } finally {
        forget(restore);
      }
    }
  }

  private static int play(
      Settings settings, KubernetesClient client, Screen screen, InstantSource clock)
      throws IOException {
    try {
      Manifest manifest = Manifest.read(settings, client.getKubernetesSerialization());
      Workload workload = new Workload(client, settings.namespace(), manifest);
      StepRunner runner =
          new StepRunner(workload::look, screen, clock, () -> Thread.sleep(LOOK_EVERY));
      new Scenario(workload, manifest, settings, runner, screen).play();
      return 0;
    } catch (StepFailed e) {
      screen.say("FAILED " + e.getMessage());
    } catch (KubernetesClientException e) {
      screen.say("FAILED the API server answered: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      screen.say("FAILED interrupted");
    }
    return 1;
  }

  private Screen screen(InstantSource clock) throws IOException {
    PrintStream out = System.out;
    Screen screen = live ? new LiveScreen(out, new Terminal(clock)) : new PlainScreen(out);
    return record == null ? screen : new RecordingScreen(screen, record);
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Ctrl-C came: the hook itself does the rest.
    }
  }

  /** Ctrl-C: the release goes on in the cluster, only the watching ends. */
  private static void interrupted(Screen screen) {
    screen.close();
    System.out.println();
    System.out.println(
        "Stopped watching. The cluster and the release in it go on: make down ends them.");
    System.out.flush();
  }
}
