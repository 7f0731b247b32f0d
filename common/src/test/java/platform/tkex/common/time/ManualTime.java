package platform.tkex.common.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes when somebody sleeps or a test says so. */
public final class ManualTime extends Clock implements Ticker, Sleeper {

  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000); // overflows soon

  @Override
  public long nanos() {
    return nanos.get();
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    advance(time);
  }

  public void advance(Duration time) {
    nanos.addAndGet(Math.max(0, time.toNanos()));
  }

  /** Since this was made. */
  public Duration passed() {
    return Duration.ofNanos(nanos.get() - (Long.MAX_VALUE - 1000));
  }

  @Override
  public Instant instant() {
    return START.plus(passed());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
