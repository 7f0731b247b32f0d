package platform.tkex.simulation.scenario;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import platform.tkex.simulation.process.Weather.Fate;

/**
 * How often what goes wrong on the way to the API server, until it stops.
 *
 * @param perMille of the requests, by what becomes of them
 * @param slowest latency of a request
 * @param longestLag of a watch event
 */
public record Troubles(Map<Fate, Integer> perMille, Duration slowest, Duration longestLag) {

  /** A fine day. */
  public static final Troubles NONE =
      new Troubles(Map.of(), Duration.ofMillis(5), Duration.ofMillis(20));

  /** Nothing fails any more; it takes the time that it takes on a busy day. */
  public static final Troubles CALM =
      new Troubles(Map.of(), Duration.ofMillis(400), Duration.ofMillis(300));

  /** The same without one of them. */
  Troubles without(Fate fate) {
    Map<Fate, Integer> rest = new EnumMap<>(Fate.class);
    rest.putAll(perMille);
    rest.remove(fate);
    return new Troubles(rest, slowest, longestLag);
  }

  Troubles quick() {
    return new Troubles(perMille, NONE.slowest(), NONE.longestLag());
  }
}
