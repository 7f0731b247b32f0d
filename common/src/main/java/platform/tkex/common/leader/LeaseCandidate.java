package platform.tkex.common.leader;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.leader.LeaseStore.LeaseRecord;
import platform.tkex.common.time.Ticker;

/**
 * One candidate for a lease, as steps without a thread: client-go's algorithm.
 *
 * <p>Expiry is judged by the time since this candidate saw the lease change, on its monotonic
 * clock. The times written in the lease are for people: with them a candidate whose wall clock is
 * an hour ahead would depose a healthy leader (as fabric8's elector does).
 */
public final class LeaseCandidate implements Fence {

  private final LeaseStore store;
  private final String identity;
  private final LeaseTimes times;
  private final Clock clock;
  private final Ticker ticker;

  private @Nullable LeaseRecord seen;
  private long seenAt;

  /** Until when, on the ticker, writes are allowed; read without the lock. */
  private volatile Term term = Term.NONE;

  /** A stretch of leadership that ends at a time, unless it is renewed. */
  private record Term(boolean leading, long endsAt) {
    static final Term NONE = new Term(false, 0);
  }

  /**
   * @param identity unique among all candidates, restarts of the same pod included
   * @param clock for the times shown in the lease only
   */
  public LeaseCandidate(
      LeaseStore store, String identity, LeaseTimes times, Clock clock, Ticker ticker) {
    if (identity.isEmpty()) {
      throw new IllegalArgumentException("identity must not be empty");
    }
    this.store = store;
    this.identity = identity;
    this.times = times;
    this.clock = clock;
    this.ticker = ticker;
  }

  /** False from the renew deadline on, whether or not {@link #step} was called since. */
  @Override
  public boolean held() {
    Term current = term;
    return current.leading() && ticker.nanos() - current.endsAt() < 0;
  }

  /** The holder last seen; empty when there is none or nothing was read yet. */
  public synchronized String holder() {
    return seen == null ? "" : seen.holder();
  }

  /**
   * Tries once to get or renew the lease.
   *
   * @return whether it is held now; false after it was held means that it is lost for good
   * @throws RuntimeException when the server gave no answer; while {@link #held} is true, try again
   */
  public synchronized boolean step() {
    // the term counts from before the request: the server may have stored it at once
    long start = ticker.nanos();
    LeaseRecord current = store.read();
    observe(current, start);
    if (current != null && !mine(current) && !expired(current, start)) {
      term = Term.NONE;
      return false;
    }
    LeaseRecord stored = store.write(claim(current));
    if (stored == null) {
      // somebody else wrote; the next step sees who
      return held();
    }
    observe(stored, start);
    term = new Term(true, start + times.renewDeadline().toNanos());
    return true;
  }

  /**
   * Gives the lease up, so that the next candidate need not wait for its end. The fence falls
   * first.
   *
   * @throws RuntimeException when the server gave no answer; the lease then ends by itself
   */
  public synchronized void release() {
    boolean led = held();
    term = Term.NONE;
    if (!led) {
      return;
    }
    LeaseRecord current = store.read();
    if (current != null && mine(current)) {
      LeaseRecord free =
          new LeaseRecord(
              "", 1, clock.instant(), clock.instant(), current.transitions(), current.version());
      observe(store.write(free), ticker.nanos());
    }
  }

  private LeaseRecord claim(@Nullable LeaseRecord current) {
    int seconds = (int) times.leaseDuration().toSeconds();
    var now = clock.instant();
    if (current == null) {
      return new LeaseRecord(identity, seconds, now, now, 0, null);
    }
    boolean renewal = mine(current);
    return new LeaseRecord(
        identity,
        seconds,
        renewal ? current.acquired() : now,
        now,
        current.transitions() + (renewal ? 0 : 1),
        requireNonNull(current.version()));
  }

  private void observe(@Nullable LeaseRecord record, long at) {
    if (record != null && !record.equals(seen)) {
      seen = record;
      seenAt = at;
    }
  }

  private boolean mine(LeaseRecord record) {
    return record.holder().equals(identity);
  }

  /**
   * The holder's own duration counts: it may be configured for longer than this candidate. A holder
   * that was never seen to change gets its full time.
   */
  private boolean expired(LeaseRecord record, long now) {
    Duration lasts = Duration.ofSeconds(record.durationSeconds());
    return record.holder().isEmpty() || now - seenAt >= lasts.toNanos();
  }
}
