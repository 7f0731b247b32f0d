package platform.tkex.common.client;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import platform.tkex.common.time.Ticker;

/**
 * The API server's time: what is written to objects by one leader and read by the next must not
 * depend on the clocks of their machines.
 *
 * <p>Every answer carries a {@code Date}. Between answers time goes on by the monotonic ticker, so
 * a wall clock that is set in the meantime changes nothing. The machine's clock is only believed
 * until the first answer.
 *
 * <p>A date is never of the future, but an answer that waited to be read makes it one of the past.
 * So a later date counts at once, an earlier one only when all dates of {@link #WINDOW} agree; and
 * nothing within {@link #TOLERANCE}, for dates come in whole seconds and API servers differ.
 */
public final class ServerClock extends Clock {
  private static final Logger LOG = LoggerFactory.getLogger(ServerClock.class);
  private static final Duration TOLERANCE = Duration.ofSeconds(2);
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final Ticker ticker;

  /** Time and ticker at one moment; read without the lock. */
  private volatile Anchor anchor;

  private boolean believed;
  private long windowStart;
  private @Nullable Duration latest;

  private record Anchor(Instant time, long nanos) {}

  /**
   * Begins with the machine's time.
   *
   * @param machine read once
   */
  public ServerClock(Clock machine, Ticker ticker) {
    this.ticker = ticker;
    anchor = new Anchor(machine.instant(), ticker.nanos());
  }

  /** Takes the header of an answer that has just come; what is no date is passed over. */
  public void answered(@Nullable String date) {
    if (date == null) {
      return;
    }
    try {
      // somewhere within the second that it names
      answered(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)).plusMillis(500));
    } catch (DateTimeException e) {
      LOG.debug("not a date: {}", date);
    }
  }

  private synchronized void answered(Instant server) {
    Duration ahead = Duration.between(instant(), server);
    if (ahead.compareTo(TOLERANCE) > 0 || !believed) {
      set(ahead);
      return;
    }
    latest = latest == null || ahead.compareTo(latest) > 0 ? ahead : latest;
    if (ticker.since(windowStart).compareTo(WINDOW) >= 0) {
      set(latest);
    }
  }

  private void set(Duration ahead) {
    if (ahead.abs().compareTo(TOLERANCE) > 0) {
      LOG.warn("the clock was wrong, by the API server's: {} s are added", ahead.toSeconds());
      anchor = new Anchor(instant().plus(ahead), ticker.nanos());
    }
    believed = true;
    latest = null;
    windowStart = ticker.nanos();
  }

  @Override
  public Instant instant() {
    Anchor current = anchor;
    return current.time().plus(ticker.since(current.nanos()));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  /** Instants have no zone, and nobody asks this clock for anything else. */
  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("UTC only");
  }
}
