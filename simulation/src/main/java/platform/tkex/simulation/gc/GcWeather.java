package platform.tkex.simulation.gc;

import java.time.Duration;
import java.util.random.RandomGenerator;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.process.Weather;

/** What goes wrong between the controller and the API server, drawn from a seed. */
final class GcWeather implements Weather {
  private static final Fate[] ALL = Fate.values();

  private final RandomGenerator random;
  private final int troublePerMille;
  private final Duration slowest;
  private final Duration longestLag;
  private boolean clear;

  GcWeather(RandomGenerator random) {
    this.random = random;
    this.troublePerMille = random.nextInt(3) == 0 ? 0 : random.nextInt(60);
    this.slowest = Duration.ofMillis(1 + random.nextInt(4_000));
    this.longestLag = Duration.ofMillis(1 + random.nextInt(120_000));
  }

  void clearUp() {
    clear = true;
  }

  @Override
  public Fate fate(String identity, Request request) {
    if (clear || request.path().contains("/leases") || random.nextInt(1000) >= troublePerMille) {
      return Fate.FINE;
    }
    Fate fate = ALL[random.nextInt(ALL.length)];
    boolean reads = request.method() == Request.Method.GET;
    return switch (fate) {
      case CONFLICT, THROTTLED, WEBHOOK_DOWN, FAILED_AFTER, CRASH_AFTER, LATE ->
          reads ? Fate.FINE : fate;
      default -> fate;
    };
  }

  @Override
  public Duration latency() {
    return mostlyShort(clear ? Duration.ofMillis(5) : slowest);
  }

  @Override
  public Duration lag(Resource resource) {
    return mostlyShort(clear ? Duration.ofMillis(5) : longestLag);
  }

  private Duration mostlyShort(Duration longest) {
    double share = random.nextDouble();
    return Duration.ofNanos(100_000 + (long) (longest.toNanos() * share * share * share));
  }

  @Override
  public boolean listsLag(Resource resource) {
    return false;
  }

  @Override
  public int versionsBehind() {
    return 0;
  }
}
