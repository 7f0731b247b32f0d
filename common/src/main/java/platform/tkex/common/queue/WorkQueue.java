package platform.tkex.common.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import platform.tkex.common.time.Ticker;
import platform.tkex.common.time.Timers;

/**
 * Gives each object its passes.
 *
 * <p>Guarantees:
 *
 * <ul>
 *   <li>an object has one pass at a time, and at most {@code workers} objects have one;
 *   <li>every {@link #add} is followed by a pass that begins after it; adds before that pass begins
 *       are one with it;
 *   <li>an object gets passes no faster than its {@link Pace} allows; a lone event is never held
 *       up;
 *   <li>a pass that throws is tried again, each time later; one that asks for a time gets the next
 *       pass then, or earlier for an event;
 *   <li>no pass begins before {@link #start} or after {@link #close}.
 * </ul>
 *
 * <p>It has no thread: passes run on the executor, waiting is the timers'. Thread-safe.
 *
 * @param <K> names an object
 */
public final class WorkQueue<K> {

  private static final Logger LOG = LoggerFactory.getLogger(WorkQueue.class);

  private final Work<K> work;
  private final int workers;
  private final Pace pace;
  private final Executor executor;
  private final Timers timers;
  private final Ticker ticker;
  private final QueueMeters meters;

  private final Map<K, Entry<K>> entries = new HashMap<>();
  private final Deque<Entry<K>> ready = new ArrayDeque<>();

  /** True once it is closed and no pass is under way, false when they took too long. */
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

  private int running;
  private boolean started;
  private boolean closed;

  /** One pass over one object. */
  @FunctionalInterface
  public interface Work<K> {
    /**
     * Takes the object one step on.
     *
     * @return when the next pass is needed even if no event comes; empty for never, as for an
     *     object that is gone
     */
    Optional<Duration> pass(K key);
  }

  private enum State {
    /** Nothing to do before an event or the timer. */
    IDLE,
    /** Waits for a free worker or for its thread. */
    READY,
    RUNNING,
    /** Runs, and something came meanwhile. */
    RUNNING_AGAIN
  }

  private static final class Entry<K> {
    final K key;
    State state = State.IDLE;
    int failures;

    /** When the next pass would be due if passes came evenly; see {@link #earliest}. */
    long evenly;

    /** Since when it waits for a worker. */
    long since;

    Timers.@Nullable Pending timer;
    long timerAt;

    Entry(K key, long now) {
      this.key = key;
      this.evenly = now;
    }
  }

  public WorkQueue(
      Work<K> work,
      int workers,
      Pace pace,
      Executor executor,
      Timers timers,
      Ticker ticker,
      QueueMeters meters) {
    if (workers < 1) {
      throw new IllegalArgumentException("workers must be at least 1, was: " + workers);
    }
    this.work = work;
    this.workers = workers;
    this.pace = pace;
    this.executor = executor;
    this.timers = timers;
    this.ticker = ticker;
    this.meters = meters;
    meters.depth(this::depth);
  }

  /** Something happened to the object. */
  public synchronized void add(K key) {
    if (closed) {
      return;
    }
    meters.added();
    Entry<K> entry = entries.computeIfAbsent(key, k -> new Entry<>(k, ticker.nanos()));
    switch (entry.state) {
      case IDLE -> due(entry, Duration.ZERO);
      case RUNNING -> entry.state = State.RUNNING_AGAIN;
      case READY, RUNNING_AGAIN -> {}
    }
  }

  /** Lets passes begin, once the caches are filled. */
  public synchronized void start() {
    started = true;
    dispatch();
  }

  /**
   * Begins no further pass and waits for those under way.
   *
   * @return whether all ended in time
   */
  public boolean close(Duration timeout) {
    synchronized (this) {
      closed = true;
      entries.values().forEach(WorkQueue::cancelTimer);
      ready.clear();
      if (running == 0) {
        return true;
      }
    }
    Timers.Pending end = timers.after(timeout, () -> ended.complete(false));
    try {
      return ended.join();
    } finally {
      end.cancel();
    }
  }

  private synchronized int depth() {
    return ready.size();
  }

  /** Makes an idle object due after a time, or later if its pace asks for that. */
  private void due(Entry<K> entry, Duration time) {
    long now = ticker.nanos();
    long wait = Math.max(time.toNanos(), earliest(entry) - now);
    if (wait <= 0) {
      makeReady(entry);
    } else if (entry.timer == null || entry.timerAt - (now + wait) > 0) {
      cancelTimer(entry);
      entry.timerAt = now + wait;
      entry.timer = timers.after(Duration.ofNanos(wait), () -> fire(entry));
    }
  }

  /** A burst may be so many passes ahead of the even flow. */
  private long earliest(Entry<K> entry) {
    return entry.evenly - pace.interval().multipliedBy(pace.burst() - 1L).toNanos();
  }

  private synchronized void fire(Entry<K> entry) {
    // one that was cancelled while it waited for the lock comes too early at worst
    if (!closed && entry.state == State.IDLE) {
      entry.timer = null;
      due(entry, Duration.ZERO);
    }
  }

  private void makeReady(Entry<K> entry) {
    cancelTimer(entry);
    entry.state = State.READY;
    entry.since = ticker.nanos();
    ready.add(entry);
    dispatch();
  }

  private void dispatch() {
    while (started && !closed && running < workers && !ready.isEmpty()) {
      Entry<K> entry = ready.poll();
      running++;
      executor.execute(() -> run(entry));
    }
  }

  private void run(Entry<K> entry) {
    long start = ticker.nanos();
    synchronized (this) {
      entry.state = State.RUNNING;
      // differences, because nanos() may overflow
      long due = entry.evenly - start > 0 ? entry.evenly : start;
      entry.evenly = due + pace.interval().toNanos();
      meters.started(ticker.since(entry.since));
    }
    Optional<Duration> next = Optional.empty();
    boolean failed = true;
    try {
      next = work.pass(entry.key);
      failed = false;
    } catch (RuntimeException e) {
      LOG.error("a pass over {} failed, it is tried again", entry.key, e);
    } finally {
      meters.ended(ticker.since(start), failed, next.isPresent());
      ended(entry, next, failed);
    }
  }

  private synchronized void ended(Entry<K> entry, Optional<Duration> next, boolean failed) {
    running--;
    boolean again = entry.state == State.RUNNING_AGAIN;
    entry.state = State.IDLE;
    entry.failures = failed ? entry.failures + 1 : 0;
    if (closed) {
      if (running == 0) {
        ended.complete(true);
      }
      return;
    }
    if (failed) {
      meters.retried();
      due(entry, pace.retryAfter(entry.failures));
    } else if (again) {
      due(entry, Duration.ZERO);
    } else if (next.isPresent()) {
      due(entry, next.get());
    } else {
      // forgets its pace too: whoever comes again comes as new
      entries.remove(entry.key);
    }
    dispatch();
  }

  private static void cancelTimer(Entry<?> entry) {
    if (entry.timer != null) {
      entry.timer.cancel();
      entry.timer = null;
    }
  }
}
