package platform.tkex.simulation.gc;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Plays seeds and prints what they break: for one seed by hand, and for planted bugs. */
@Command(name = "simulate-gc", mixinStandardHelpOptions = true)
public final class Main implements Callable<Integer> {

  @Option(names = "--from", defaultValue = "1", description = "The first seed.")
  private long from;

  @Option(names = "--seeds", defaultValue = "1000", description = "How many.")
  private long seeds;

  private Main() {}

  /** Exits with 0 when nothing was broken, 1 when something was. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Main()).execute(args));
  }

  @Override
  public Integer call() {
    for (long seed = from; seed < from + seeds; seed++) {
      GcWorld.Outcome outcome = GcWorld.play(seed);
      if (!outcome.broken().isEmpty()) {
        System.out.println("seed " + seed + " broke a rule: " + outcome.broken().getFirst());
        return 1;
      }
    }
    System.out.println(seeds + " seeds from " + from + ": nothing was broken");
    return 0;
  }
}
