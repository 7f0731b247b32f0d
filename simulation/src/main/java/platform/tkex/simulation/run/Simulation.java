package platform.tkex.simulation.run;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.process.Controller;
import platform.tkex.simulation.check.End;
import platform.tkex.simulation.check.Fingerprint;
import platform.tkex.simulation.check.Safety;
import platform.tkex.simulation.check.Violation;
import platform.tkex.simulation.scenario.Scenario;
import platform.tkex.simulation.world.World;

/** Plays one scenario and says what was broken. */
public final class Simulation {

  /** In so much time after the last trouble everything must have come to its end. */
  private static final Duration PATIENCE = Duration.ofHours(3);

  /** At the end nothing is written for so long: longer than any deadline or interval. */
  private static final Duration SILENCE = Duration.ofMinutes(25);

  /** A dead leader's lease ends, and the next one has read what there is. */
  private static final Duration NEW_LEADER = Duration.ofMinutes(5);

  /** What was decided by a wrong clock may be so late. */
  private static final Duration SKEW = Duration.ofMinutes(65);

  /** From a pod's change to the status that shows it. */
  private static final Duration PROMPT = Duration.ofSeconds(20);

  private final Supplier<Controller> controllers;

  public Simulation(Supplier<Controller> controllers) {
    this.controllers = controllers;
  }

  /**
   * What came of it.
   *
   * @param violation null when all was well
   * @param steps tasks that ran
   */
  public record Result(
      Scenario scenario,
      @Nullable Violation violation,
      List<String> trace,
      long hash,
      long steps) {}

  public Result run(Scenario scenario, boolean traced) {
    World world = new World(scenario, controllers, traced);
    Safety safety = new Safety(world);
    Violation violation = null;
    try {
      play(world, safety);
      sameEnd(world, safety);
    } catch (Violation broken) {
      violation = broken;
    }
    return new Result(
        scenario, violation, world.trace().lines(), world.trace().hash(), world.kernel().steps());
  }

  /** After whatever history the cluster is as if the last manifest had been the only one. */
  private void sameEnd(World world, Safety safety) {
    Scenario fresh = world.scenario().onlyTheEnding();
    if (fresh == null || End.scaleInWaits(safety)) {
      return;
    }
    World other = new World(fresh, controllers, false);
    play(other, new Safety(other));
    String difference =
        Fingerprint.difference(Fingerprint.of(world.server()), Fingerprint.of(other.server()));
    if (!difference.isEmpty()) {
      throw new Violation("same-end", difference);
    }
  }

  /** For some minutes of calm: whoever leads by then must not be slow. */
  private static void checkPromptness(World world, Safety safety) {
    world.kernel().run(NEW_LEADER);
    for (int i = 0; i < 30; i++) {
      world.kernel().run(PROMPT);
      if (world.quietSince().compareTo(PROMPT) > 0) {
        End.checkPromptness(safety);
      }
    }
  }

  private static void play(World world, Safety safety) {
    world.begin();
    world.kernel().run(world.scenario().length());
    world.calm();
    if (world.scenario().skewsClocks()) {
      world.kernel().run(SKEW);
    }
    checkPromptness(world, safety);
    Duration waited = Duration.ZERO;
    long writes;
    do {
      writes = world.writes();
      world.kernel().run(SILENCE);
      waited = waited.plus(SILENCE);
    } while (world.writes() != writes && waited.compareTo(PATIENCE) < 0);
    if (world.writes() != writes) {
      throw new Violation(
          "quiet", (world.writes() - writes) + " writes in " + SILENCE + " although all is done");
    }
    End.check(world, safety);
  }
}
