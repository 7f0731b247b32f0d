package platform.tkex.bench.speed;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import platform.tkex.bench.Machine;
import platform.tkex.common.client.ClientFactory;
import platform.tkex.common.client.Clients;

/** Creates and replaces pods by three contenders in turn and compares them. */
@Command(
    name = "speed",
    mixinStandardHelpOptions = true,
    description =
        "Times the creation of pods and their replacement in one batch: by a StatefulSetPlus, by a"
            + " StatefulSet (Parallel, maxUnavailable 100%%) and by a bare client.")
public final class SpeedCommand implements Callable<Integer> {

  @Option(names = "--kubeconfig", required = true, description = "An administrator's.")
  private Path kubeconfig = Path.of("");

  @Option(
      names = "--pods",
      split = ",",
      defaultValue = "1000,2000",
      description = "Numbers of pods (default ${DEFAULT-VALUE}).")
  private List<Integer> sizes = List.of();

  @Option(names = "--rounds", defaultValue = "3", description = "Of each (default 3).")
  private int rounds;

  @Option(
      names = "--warm-up",
      defaultValue = "500",
      description = "Pods of a round before, which is not counted; 0 for none (default 500).")
  private int warmUp;

  @Option(names = "--report", description = "Markdown page to write the figures into.")
  private @Nullable Path report;

  @Option(names = "--plot", description = "SVG to write.")
  private @Nullable Path plot;

  private final Results results = new Results();

  @Override
  public Integer call() throws IOException, InterruptedException {
    ClientFactory factory = ClientFactory.of(kubeconfig, "tkex-bench");
    String figures = "";
    try (Clients clients = Clients.from(factory)) {
      List<Trial> trials =
          new ArrayList<>(
              List.of(
                  trial(clients, Rival.BARE),
                  trial(clients, Rival.PLUS),
                  trial(clients, Rival.NATIVE)));
      if (warmUp > 0) {
        for (Trial trial : trials) {
          run(trial, warmUp, 0);
        }
      }
      for (int round = 1; round <= rounds; round++) {
        for (int pods : sizes) {
          for (Trial trial : trials) {
            run(trial, pods, round);
          }
        }
        // nobody is always first, or always after the same one
        Collections.rotate(trials, 1);
        // after each, so that a run that is cut short has told something
        figures = write(clients.reads(), round);
      }
      trials.forEach(trial -> trial.watch().close());
    }
    System.out.print("\n" + figures);
    return 0;
  }

  private Trial trial(Clients clients, Rival rival) {
    String namespace = "bench-" + rival.name().toLowerCase(Locale.ROOT);
    clients
        .writes()
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .serverSideApply();
    Tally tally = new Tally();
    PodWatch watch = PodWatch.open(clients.reads(), namespace);
    watch.listen(tally::see);
    Contender contender =
        switch (rival) {
          case BARE -> new BareContender(clients.writes(), namespace, tally, watch);
          case PLUS -> new PlusContender(clients.writes(), namespace);
          case NATIVE -> new NativeContender(clients.writes(), namespace);
        };
    return new Trial(contender, tally, watch);
  }

  /**
   * @param round 0 does not count
   */
  private void run(Trial trial, int pods, int round) throws InterruptedException {
    String workload = "r" + round + "-" + pods;
    Rival rival = trial.contender().rival();
    Duration create = trial.create(workload, pods);
    Duration recreate = trial.recreate(workload, pods);
    System.out.printf(
        Locale.ROOT,
        "%-8s %5d pods  %-16s create %6.2f s  recreate %6.2f s%n",
        round == 0 ? "warm-up" : "round " + round,
        pods,
        rival.text(),
        create.toNanos() / 1e9,
        recreate.toNanos() / 1e9);
    if (round > 0) {
      results.add(rival, Phase.CREATE, pods, round, create);
      results.add(rival, Phase.RECREATE, pods, round, recreate);
    }
    trial.remove(workload);
  }

  private String write(KubernetesClient client, int done) throws IOException {
    String kubernetes = client.getKubernetesVersion().getGitVersion();
    List<String> circumstances =
        List.of(
            LocalDate.now(ZoneOffset.UTC) + ", " + Machine.describe(),
            "Kubernetes " + kubernetes + ", Java " + Runtime.version(),
            "Medians of " + done + " rounds; until the last pod is ready");
    String figures = Report.figures(results, circumstances);
    if (report != null) {
      Report.write(report, figures);
    }
    if (plot != null) {
      Files.writeString(plot, Plot.svg(results));
    }
    return figures;
  }
}
