package platform.tkex.statefulsetplus.faults;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import platform.tkex.testkit.faults.ApiRequest;
import platform.tkex.testkit.faults.Fault;
import platform.tkex.testkit.faults.Fault.Reset;
import platform.tkex.testkit.faults.Fault.Silence;
import platform.tkex.testkit.faults.Fault.Status;
import platform.tkex.testkit.faults.Rule;

/**
 * Faults drawn from a seed: the n-th request about a workload has the same fate in every run with
 * the same seed, however the requests of several workloads mix.
 */
final class RandomFaults implements Rule {

  /** One request in so many fails. */
  private static final int RARITY = 4;

  /** A silence costs the operator its whole time-out. */
  private static final int SILENCES = 1;

  /** What may become of a request. */
  enum Fate {
    CONFLICT,
    TOO_MANY,
    ERROR_BEFORE,
    ERROR_AFTER,
    TIME_OUT_BEFORE,
    TIME_OUT_AFTER,
    LOST_BEFORE,
    LOST_AFTER,
    SILENCE_BEFORE,
    SILENCE_AFTER;

    Fault fault() {
      return switch (this) {
        case CONFLICT -> Fault.before(new Status(409, null));
        case TOO_MANY -> Fault.before(new Status(429, Duration.ofSeconds(1)));
        case ERROR_BEFORE -> Fault.before(new Status(500, null));
        case ERROR_AFTER -> Fault.after(new Status(500, null));
        case TIME_OUT_BEFORE -> Fault.before(new Status(504, null));
        case TIME_OUT_AFTER -> Fault.after(new Status(504, null));
        case LOST_BEFORE -> Fault.before(new Reset());
        case LOST_AFTER -> Fault.after(new Reset());
        case SILENCE_BEFORE -> Fault.before(new Silence());
        case SILENCE_AFTER -> Fault.after(new Silence());
      };
    }

    boolean isSilence() {
      return this == SILENCE_BEFORE || this == SILENCE_AFTER;
    }
  }

  private final long seed;
  private final List<String> workloads;
  private final Map<String, Random> dice = new HashMap<>();
  private final Map<String, Integer> silences = new HashMap<>();
  private final Map<Fate, Integer> drawn = new EnumMap<>(Fate.class);

  RandomFaults(long seed, List<String> workloads) {
    this.seed = seed;
    this.workloads = workloads;
  }

  @Override
  public synchronized Fault decide(ApiRequest request) {
    String about = workloads.stream().filter(request::concerns).findFirst().orElse("");
    Random random = dice.computeIfAbsent(about, key -> new Random(seed ^ key.hashCode()));
    if (random.nextInt(RARITY) != 0) {
      return Fault.NONE;
    }
    Fate fate = Fate.values()[random.nextInt(Fate.values().length)];
    if (fate == Fate.CONFLICT && !request.isWrite()) {
      return Fault.NONE; // the API server never says so to a reader
    }
    if (fate.isSilence() && silences.merge(about, 1, Integer::sum) > SILENCES) {
      return Fault.NONE;
    }
    drawn.merge(fate, 1, Integer::sum);
    return fate.fault();
  }

  /** What was drawn so far. */
  synchronized Map<Fate, Integer> drawn() {
    return new EnumMap<>(drawn);
  }
}
