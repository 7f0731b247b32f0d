package platform.tkex.common.queue;

import java.time.Duration;

/**
 * How often one object may get a pass.
 *
 * @param burst passes that may follow each other at once; at least 1
 * @param interval between further ones
 * @param firstRetry after a failed pass; doubled by each further failure in a row
 * @param longestRetry the end of that doubling
 */
public record Pace(int burst, Duration interval, Duration firstRetry, Duration longestRetry) {

  /** Ten at once and ten a second; a failed pass is tried again after 200 ms, up to 30 s. */
  public static final Pace DEFAULT =
      new Pace(10, Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(30));

  public Pace {
    if (burst < 1) {
      throw new IllegalArgumentException("burst must be at least 1, was: " + burst);
    }
    if (interval.isNegative() || !firstRetry.isPositive()) {
      throw new IllegalArgumentException(
          "interval must not be negative and firstRetry positive, were: "
              + interval
              + ", "
              + firstRetry);
    }
  }

  /** Time to wait after so many failures in a row. */
  Duration retryAfter(int failures) {
    Duration wait = firstRetry.multipliedBy(1L << Math.min(failures - 1, 20));
    return wait.compareTo(longestRetry) > 0 ? longestRetry : wait;
  }
}
