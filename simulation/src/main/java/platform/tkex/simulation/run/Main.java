package platform.tkex.simulation.run;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import platform.tkex.common.time.Ticker;
import platform.tkex.simulation.scenario.Draw;
import platform.tkex.simulation.scenario.Scenario;
import platform.tkex.statefulsetplus.StatefulSetPlusController;

/** {@code make simulate}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description =
        "Runs the StatefulSetPlus operator in simulated clusters, each drawn from a seed.")
public final class Main implements Callable<Integer> {

  private static final int ENOUGH = 5;
  private static final Duration PROGRESS = Duration.ofSeconds(10);

  @Option(names = "--seed", description = "Run this one seed and print what happens in it.")
  private @Nullable Long seed;

  @Option(
      names = "--seeds",
      defaultValue = "10000",
      description = "How many seeds to run. Default: ${DEFAULT-VALUE}")
  private long seeds;

  @Option(
      names = "--from",
      defaultValue = "1",
      description = "The first of them. Default: ${DEFAULT-VALUE}")
  private long from;

  @Option(
      names = "--processes",
      description = "Processes that share the seeds. Default: one per processor")
  private int processes = Runtime.getRuntime().availableProcessors();

  private final PrintStream out = System.out;
  private final Ticker ticker = Ticker.system();
  private final Simulation simulation = new Simulation(StatefulSetPlusController::new);

  private Main() {}

  /** Exits with 0 when nothing was broken, 1 when something was, 2 for wrong options. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() {
    if (seeds < 1 || processes < 1) {
      out.println("--seeds and --processes must be at least 1, were: " + seeds + ", " + processes);
      return 2;
    }
    if (seed != null) {
      return runOne(seed);
    }
    return processes == 1
        ? runMany()
        : new Fleet(System.getProperty("java.class.path"), out::println)
            .run(from, seeds, processes);
  }

  private int runOne(long one) {
    Scenario scenario = Draw.scenario(one);
    Simulation.Result result = simulation.run(scenario, true);
    out.println(scenario);
    result.trace().forEach(out::println);
    out.println("hash " + Long.toHexString(result.hash()) + ", " + result.steps() + " steps");
    if (result.violation() == null) {
      out.println("seed " + one + ": nothing was broken");
      return 0;
    }
    explain(result);
    return 1;
  }

  private int runMany() {
    long start = ticker.nanos();
    List<Simulation.Result> failed =
        new Campaign(StatefulSetPlusController::new).run(from, seeds, ENOUGH, progress(start));
    Duration time = ticker.since(start);
    failed.forEach(result -> out.println(result.violation() + " (seed " + seedOf(result) + ")"));
    if (!failed.isEmpty()) {
      explain(failed.getFirst());
    }
    out.printf(
        "%d seeds from %d in %d s, %d failed%n", seeds, from, time.toSeconds(), failed.size());
    return failed.isEmpty() ? 0 : 1;
  }

  private LongConsumer progress(long start) {
    long[] told = {start};
    return done -> {
      synchronized (told) {
        if (ticker.since(told[0]).compareTo(PROGRESS) >= 0) {
          told[0] = ticker.nanos();
          double seconds = Math.max(0.001, ticker.since(start).toMillis() / 1000.0);
          out.printf("%d of %d seeds from %d, %.0f a second%n", done, seeds, from, done / seconds);
        }
      }
    };
  }

  private static long seedOf(Simulation.Result result) {
    return result.scenario().seed();
  }

  private void explain(Simulation.Result failed) {
    Scenario scenario = failed.scenario();
    out.println("making seed " + scenario.seed() + " smaller ...");
    Scenario smallest =
        new Shrinker(simulation).shrink(scenario, Objects.requireNonNull(failed.violation()));
    out.print(Report.of(scenario, simulation.run(smallest, true)));
  }
}
