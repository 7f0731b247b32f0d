package platform.tkex.simulation.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.process.Weather.Fate;
import platform.tkex.simulation.scenario.Scenario.Ending;
import platform.tkex.simulation.scenario.Scenario.Timed;

/**
 * Draws a scenario from a seed. Each seed draws first what may go wrong in it at all, so that many
 * histories have a lot of one trouble and none of the others.
 */
public final class Draw {

  private static final int MAX_REPLICAS = 6;
  private static final List<Resource> WATCHED =
      List.of(Resource.PODS, Resource.STATEFULSETPLUSES, Resource.REVISIONS, Resource.CLAIMS);

  private final SplittableRandom random;
  private int versions;

  private Draw(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The scenario of a seed. */
  public static Scenario scenario(long seed) {
    return new Draw(seed).draw(seed);
  }

  private Scenario draw(long seed) {
    Setup setup = setup();
    boolean people = chance(90);
    boolean machines = chance(70);
    boolean processes = chance(60);
    int count = 2 + random.nextInt(8);
    List<Timed> steps = new ArrayList<>();
    Duration length = Duration.ofSeconds(300 + random.nextInt(1800));
    // most histories are about one release
    steps.add(new Timed(at(Duration.ofSeconds(60)), new Step.Apply(image())));
    for (int i = 0; i < count; i++) {
      Step step = step(people, machines, processes);
      if (step != null) {
        steps.add(new Timed(at(length), step));
      }
    }
    steps.sort(Comparator.comparing(Timed::at));
    Ending ending =
        chance(50)
            ? new Ending(Image.GOOD.version(++versions), 1 + random.nextInt(MAX_REPLICAS), auto())
            : null;
    return new Scenario(seed, setup, List.copyOf(steps), troubles(), ending);
  }

  private Duration at(Duration within) {
    return Duration.ofMillis(1 + random.nextLong(within.toMillis()));
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private Setup setup() {
    boolean batches = chance(80);
    return new Setup(
        1 + random.nextInt(MAX_REPLICAS),
        chance(10) ? 3 : 0,
        chance(60),
        chance(30) ? 10 : 0,
        chance(50) ? 10 : random.nextInt(3),
        chance(5),
        !batches && chance(30) ? (Integer) random.nextInt(MAX_REPLICAS) : null,
        1 + random.nextInt(3),
        chance(35),
        chance(20),
        chance(95) ? Image.GOOD.version(versions) : Image.BAD.version(versions),
        batches ? plan() : null);
  }

  private Plan plan() {
    int batches = 1 + random.nextInt(4);
    List<String> sizes = new ArrayList<>();
    if (chance(40)) {
      for (int i = random.nextInt(batches + 1); i > 0; i--) {
        sizes.add(chance(50) ? "" + (1 + random.nextInt(3)) : 10 * (1 + random.nextInt(6)) + "%");
      }
    }
    return new Plan(
        batches,
        chance(70),
        chance(30) ? 1 + random.nextInt(3) : 0,
        List.copyOf(sizes),
        chance(25),
        chance(50) ? "" : chance(50) ? "1" : "50%",
        60 + random.nextInt(240),
        chance(70) ? "0" : chance(50) ? "1" : "50%",
        List.of("Batch", "Batch", "All", "None").get(random.nextInt(4)));
  }

  private Plan auto() {
    Plan plan = plan();
    return new Plan(
        plan.batches(),
        true,
        plan.intervalMinutes(),
        plan.sizes(),
        plan.serial(),
        plan.maxUnavailable(),
        600,
        plan.tolerance(),
        plan.rollbackScope());
  }

  private String image() {
    int dice = random.nextInt(100);
    Image image =
        dice < 50
            ? Image.GOOD
            : dice < 70
                ? Image.BAD
                : dice < 80 ? Image.SLOW : dice < 90 ? Image.PATCHY : Image.FLAPS;
    // an old one again is a rollback
    return chance(20) && versions > 0 ? Image.GOOD.version(0) : image.version(++versions);
  }

  private @Nullable Step step(boolean people, boolean machines, boolean processes) {
    int dice = random.nextInt(100);
    if (dice < 50) {
      return people ? person() : null;
    }
    if (dice < 75) {
      return machines ? machine() : null;
    }
    return processes ? process() : null;
  }

  private Step person() {
    int dice = random.nextInt(100);
    if (dice < 22) {
      return new Step.Apply(image());
    }
    if (dice < 38) {
      return new Step.Scale(random.nextInt(MAX_REPLICAS + 1));
    }
    if (dice < 52) {
      return new Step.Pause(chance(60));
    }
    if (dice < 64) {
      return new Step.Confirm(1 + random.nextInt(4), chance(60));
    }
    if (dice < 74) {
      return new Step.Rollback(random.nextInt(5) - 2, chance(40));
    }
    if (dice < 80) {
      return new Step.RollbackBatch(1 + random.nextInt(4));
    }
    if (dice < 85) {
      return new Step.Retry();
    }
    if (dice < 94) {
      return new Step.EditPlan(chance(85) ? plan() : null);
    }
    return chance(50) ? new Step.Strategy(chance(50)) : new Step.Recreate(chance(50));
  }

  private Step machine() {
    int ordinal = random.nextInt(MAX_REPLICAS);
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> new Step.DeletePod(ordinal);
      case 3, 4 -> new Step.CrashPod(ordinal);
      case 5, 6 -> new Step.FailPod(ordinal);
      case 7, 8 -> new Step.LoseNode(random.nextInt(3), seconds(30, 900));
      case 9 -> new Step.DeleteRevision(random.nextInt(3));
      case 10 -> new Step.Relabel(ordinal);
      default -> new Step.DeletePod(ordinal);
    };
  }

  private Step process() {
    return switch (random.nextInt(12)) {
      case 0, 1, 2 -> new Step.Kill(chance(85));
      case 3 -> new Step.Terminate();
      case 4, 5 -> new Step.Freeze(seconds(1, 150));
      case 6 -> new Step.SkewClock(Duration.ofSeconds(random.nextInt(7200) - 3600));
      case 7, 8, 9 -> new Step.BlockWatch(kind(), seconds(1, 180));
      default -> new Step.LoseWatch(kind(), seconds(1, 60));
    };
  }

  private Resource kind() {
    return WATCHED.get(random.nextInt(WATCHED.size()));
  }

  private Duration seconds(int from, int to) {
    return Duration.ofSeconds(from + random.nextInt(to - from));
  }

  private Troubles troubles() {
    if (chance(25)) {
      return Troubles.NONE;
    }
    Map<Fate, Integer> perMille = new EnumMap<>(Fate.class);
    for (Fate fate : Fate.values()) {
      boolean crash = fate == Fate.CRASH_AFTER || fate == Fate.CRASH_BEFORE;
      if (fate != Fate.FINE && chance(30)) {
        perMille.put(fate, crash ? 1 + random.nextInt(40) : 1 + random.nextInt(150));
      }
    }
    return new Troubles(
        perMille,
        Duration.ofMillis(chance(70) ? 20 : 3000),
        Duration.ofMillis(chance(50) ? 50 : chance(50) ? 2000 : 30_000));
  }
}
