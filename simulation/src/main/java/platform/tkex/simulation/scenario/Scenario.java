package platform.tkex.simulation.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One history: everything but how the machines' threads and the network happen to run, which the
 * seed decides alone.
 *
 * @param steps by their time
 * @param ending what the user applies last, when all troubles are over; null for nothing
 */
public record Scenario(
    long seed, Setup setup, List<Timed> steps, Troubles troubles, @Nullable Ending ending) {

  /** Of the one workload and all that belongs to it. */
  public static final String NAMESPACE = "default";

  /** When a step is taken, since the beginning. */
  public record Timed(Duration at, Step step) {}

  /** A manifest that is good, whose release goes on by itself, and that is not paused. */
  public record Ending(String image, int replicas, Plan plan) {}

  public Scenario withSteps(List<Timed> fewer) {
    return new Scenario(seed, setup, List.copyOf(fewer), troubles, ending);
  }

  public Scenario withTroubles(Troubles other) {
    return new Scenario(seed, setup, steps, other, ending);
  }

  public Scenario withSetup(Setup other) {
    return new Scenario(seed, other, steps, troubles, ending);
  }

  public Scenario withEnding(@Nullable Ending other) {
    return new Scenario(seed, setup, steps, troubles, other);
  }

  /** When the last step is taken. */
  public Duration length() {
    return steps.isEmpty() ? Duration.ZERO : steps.getLast().at();
  }

  /** A cluster to which the last manifest is applied and nothing else; null without an ending. */
  public @Nullable Scenario onlyTheEnding() {
    return ending == null
        ? null
        : new Scenario(seed, setup.with(ending), List.of(), Troubles.NONE, null);
  }

  /** Whether some process's wall clock is wrong in it. */
  public boolean skewsClocks() {
    return steps.stream().anyMatch(timed -> timed.step() instanceof Step.SkewClock);
  }

  /** Every scenario that is this one with something left out, the boldest first. */
  public List<Scenario> smaller() {
    List<Scenario> smaller = new ArrayList<>();
    for (int size = steps.size() / 2; size >= 1; size /= 2) {
      for (int from = 0; from < steps.size(); from += size) {
        List<Timed> rest = new ArrayList<>(steps);
        rest.subList(from, Math.min(from + size, rest.size())).clear();
        smaller.add(withSteps(rest));
      }
    }
    troubles.perMille().keySet().stream()
        .sorted()
        .forEach(fate -> smaller.add(withTroubles(troubles.without(fate))));
    if (!troubles.equals(troubles.quick())) {
      smaller.add(withTroubles(troubles.quick()));
    }
    if (ending != null) {
      smaller.add(withEnding(null));
    }
    if (setup.replicas() > 1) {
      smaller.add(withSetup(setup.withReplicas(setup.replicas() - 1)));
    }
    return smaller;
  }
}
