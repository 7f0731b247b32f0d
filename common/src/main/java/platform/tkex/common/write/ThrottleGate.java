package platform.tkex.common.write;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import platform.tkex.common.time.Sleeper;
import platform.tkex.common.time.Ticker;

/**
 * Holds every write back until the time the server asked for in its last 429.
 *
 * <p>One for all writes of a writer: the other ones in flight would meet the same overloaded
 * server.
 */
final class ThrottleGate {

  /** The API server sends whole seconds; this is for a 429 that names none. */
  private static final Duration UNNAMED = Duration.ofSeconds(1);

  private final Duration longest;
  private final Ticker ticker;
  private final Sleeper sleeper;
  private final AtomicLong closedUntil;

  /**
   * @param longest what a server may ask for; more is cut to this
   */
  ThrottleGate(Duration longest, Ticker ticker, Sleeper sleeper) {
    this.longest = longest;
    this.ticker = ticker;
    this.sleeper = sleeper;
    this.closedUntil = new AtomicLong(ticker.nanos());
  }

  /** Returns once the gate is open. */
  void pass() throws InterruptedException {
    long wait;
    while ((wait = closedUntil.get() - ticker.nanos()) > 0) {
      sleeper.sleep(Duration.ofNanos(wait));
    }
  }

  /** Closes the gate from now on for the time asked; never shortens an earlier request. */
  void throttled(Duration retryAfter) {
    Duration asked = retryAfter.isPositive() ? retryAfter : UNNAMED;
    Duration wait = asked.compareTo(longest) > 0 ? longest : asked;
    long until = ticker.nanos() + wait.toNanos();
    // differences, because nanos() may overflow
    closedUntil.accumulateAndGet(until, (a, b) -> a - b > 0 ? a : b);
  }
}
