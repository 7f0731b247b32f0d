package platform.tkex.simulation.world;

import java.time.Duration;
import java.util.Map;
import java.util.random.RandomGenerator;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.process.Weather;
import platform.tkex.simulation.scenario.Troubles;

/** The weather of a scenario, until it clears up. */
final class Skies implements Weather {

  private final RandomGenerator random;
  private Troubles troubles;

  Skies(Troubles troubles, RandomGenerator random) {
    this.troubles = troubles;
    this.random = random;
  }

  void clearUp() {
    troubles = Troubles.CALM;
  }

  @Override
  public Fate fate(String identity, Request request) {
    int dice = random.nextInt(1000);
    for (Fate fate : Fate.values()) {
      dice -= troubles.perMille().getOrDefault(fate, 0);
      if (dice < 0 && fits(fate, request)) {
        return fate;
      }
    }
    return Fate.FINE;
  }

  /** A read has no effect, and only what names a version can conflict. */
  private static boolean fits(Fate fate, Request request) {
    boolean reads = request.method() == Request.Method.GET;
    boolean names = request.method() == Request.Method.PATCH;
    return switch (fate) {
      case CONFLICT -> names;
      case WEBHOOK_DOWN, FAILED_AFTER, CRASH_AFTER, LATE -> !reads;
      case THROTTLED -> !reads && !request.path().contains("/leases");
      default -> true;
    };
  }

  @Override
  public Duration latency() {
    return skewed(troubles.slowest());
  }

  @Override
  public Duration lag(Resource resource) {
    return skewed(troubles.longestLag());
  }

  /** Mostly much shorter than the longest. */
  private Duration skewed(Duration longest) {
    double share = random.nextDouble();
    return Duration.ofNanos(100_000 + (long) (longest.toNanos() * share * share * share));
  }

  @Override
  public boolean listsLag(Resource resource) {
    return random.nextInt(2) == 0;
  }

  @Override
  public int versionsBehind() {
    return random.nextInt(60);
  }

  /** Whether anything goes wrong at all. */
  boolean fine() {
    return troubles.perMille().equals(Map.of());
  }
}
