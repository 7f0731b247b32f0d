package platform.tkex.common.time;

import java.time.Duration;

/**
 * A monotonic clock: only differences of its values mean something.
 *
 * <p>Leases, back-off and time-outs are measured with it, because the wall clock ({@link
 * java.time.Clock}) may jump.
 */
@FunctionalInterface
public interface Ticker {

  /** Nanoseconds since an arbitrary moment; never less than at an earlier call. */
  long nanos();

  /** The time since an earlier {@link #nanos()}. */
  default Duration since(long earlierNanos) {
    return Duration.ofNanos(nanos() - earlierNanos);
  }

  /** The machine's own. */
  static Ticker system() {
    return System::nanoTime;
  }
}
