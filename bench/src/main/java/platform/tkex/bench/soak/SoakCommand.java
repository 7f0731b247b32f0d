package platform.tkex.bench.soak;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import platform.tkex.common.client.ClientFactory;
import platform.tkex.common.client.Clients;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;

/** Lets many users release at random and examines the operator afterwards. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description =
        "Random releases of many workloads; then no memory, threads, watches, revisions or Events"
            + " may have leaked, an idle operator must be silent, and metrics, Events and what"
            + " users did must agree. Exit code 1 and a list when they do not.")
public final class SoakCommand implements Callable<Integer> {
  /** History limit of 2, and those in use: update, target, current, last good. */
  private static final int MOST_REVISIONS = 2 + 4;

  /** For the last Events to be sent, and connections to be given up. */
  private static final Duration SETTLE = Duration.ofSeconds(15);

  @Option(names = "--kubeconfig", required = true, description = "An administrator's.")
  private Path kubeconfig = Path.of("");

  @Option(names = "--operator", required = true, description = "URL of its health and metrics.")
  private String url = "";

  @Option(names = "--pid", required = true, description = "Its process.")
  private long pid;

  @Option(names = "--log", required = true, description = "Its standard output, in text format.")
  private Path log = Path.of("");

  @Option(names = "--workloads", defaultValue = "200", description = "Default 200.")
  private int workloads;

  @Option(names = "--minutes", defaultValue = "20", description = "Of releases (default 20).")
  private int minutes;

  @Option(names = "--idle-minutes", defaultValue = "3", description = "After them (default 3).")
  private int idleMinutes;

  @Option(names = "--seed", description = "Of what users do; drawn if absent.")
  private @Nullable Long seed;

  @Override
  public Integer call() throws IOException, InterruptedException {
    long chosen = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    System.out.printf("seed %d, %d workloads, %d minutes%n", chosen, workloads, minutes);
    try (Clients clients = Clients.from(ClientFactory.of(kubeconfig, "tkex-soak"));
        Fleet fleet = Fleet.open(clients);
        Operator operator = new Operator(url, pid, log)) {
      Examiner examiner = new Examiner(clients.writes(), operator);
      Ledger ledger = new Ledger();
      Campaign campaign = new Campaign(fleet, ledger, examiner, workloads, chosen);
      Metrics start = operator.metrics();
      campaign.begin();
      Vitals before = examiner.vitals();
      System.out.println("all are up; " + before);
      campaign.run(Duration.ofMinutes(minutes));
      Thread.sleep(SETTLE);
      System.out.println("steps that came to their end: " + ledger.steps());
      Bounds bounds = new Bounds();
      bounds.add(ledger.failures());
      idle(operator, bounds);
      examine(examiner, operator, fleet, ledger, bounds, before, start);
      return verdict(bounds);
    }
  }

  private void idle(Operator operator, Bounds bounds) throws IOException, InterruptedException {
    int lines = operator.logLines().size();
    double writes = operator.metrics().sum("api_writes_total");
    double passes = operator.metrics().sum("controller_runtime_reconcile_total");
    Thread.sleep(Duration.ofMinutes(idleMinutes));
    Metrics after = operator.metrics();
    List<String> all = operator.logLines();
    List<String> said = all.subList(lines, all.size());
    long written = (long) (after.sum("api_writes_total") - writes);
    System.out.printf(
        "%d idle minutes: %d lines of log, %d writes, %.0f passes%n",
        idleMinutes,
        said.size(),
        written,
        after.sum("controller_runtime_reconcile_total") - passes);
    bounds.idleIsQuiet(said, written);
  }

  private void examine(
      Examiner examiner,
      Operator operator,
      Fleet fleet,
      Ledger ledger,
      Bounds bounds,
      Vitals before,
      Metrics start)
      throws IOException, InterruptedException {
    Vitals after = examiner.vitals();
    System.out.println("before: " + before + "\nafter:  " + after);
    bounds.lives(operator.lives());
    bounds.nothingGrew(before, after);
    revisions(examiner, fleet, bounds);
    bounds.podsAreAsWanted(examiner.pods(), fleet.all().stream().mapToInt(Views::wanted).sum());
    Metrics metrics = operator.metrics();
    Map<String, Long> counted = metrics.since(start, "stsplus_decisions_total", "reason");
    Map<String, Long> told = examiner.told();
    Map<String, Long> dropped = metrics.since(start, "events_dropped_total", "cause");
    System.out.println("counted by metrics:  " + counted);
    System.out.println("told by Events:      " + told + ", dropped for " + dropped);
    bounds.countersAgree(ledger, counted);
    bounds.eventsAgree(counted, told, dropped.values().stream().mapToLong(Long::longValue).sum());
    bounds.noErrors(operator.logLines("ERROR"));
    System.out.printf(
        "log: %d lines, of them %d warnings%n",
        operator.logLines().size(), operator.logLines("WARN").size());
  }

  private static void revisions(Examiner examiner, Fleet fleet, Bounds bounds) {
    Map<String, String> living = new HashMap<>();
    for (StatefulSetPlus workload : fleet.all()) {
      living.put(workload.getMetadata().getUid(), workload.getMetadata().getName());
    }
    Map<String, Integer> byWorkload = new HashMap<>();
    int orphans = 0;
    for (ControllerRevision revision : examiner.revisions()) {
      List<OwnerReference> owners = revision.getMetadata().getOwnerReferences();
      String owner = owners.isEmpty() ? null : living.get(owners.getFirst().getUid());
      if (owner == null) {
        orphans++;
      } else {
        byWorkload.merge(owner, 1, Integer::sum);
      }
    }
    bounds.revisionsAreBounded(byWorkload, orphans, MOST_REVISIONS);
  }

  private static int verdict(Bounds bounds) {
    List<String> broken = bounds.broken();
    if (broken.isEmpty()) {
      System.out.println("PASSED");
      return 0;
    }
    System.out.println("FAILED, " + broken.size() + " bounds are broken:");
    broken.forEach(bound -> System.out.println("- " + bound));
    return 1;
  }
}
