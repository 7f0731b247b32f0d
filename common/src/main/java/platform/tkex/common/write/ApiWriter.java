package platform.tkex.common.write;

import static platform.tkex.common.write.WriteResult.NotSent;
import static platform.tkex.common.write.WriteResult.Refused;
import static platform.tkex.common.write.WriteResult.Unknown;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import platform.tkex.common.leader.Fence;
import platform.tkex.common.time.Sleeper;
import platform.tkex.common.time.Ticker;

/**
 * The bounded, fenced way of a controller's writes to the API server; the client library itself has
 * no limit.
 *
 * <p>Guarantees, over all threads that call {@link #run}:
 *
 * <ul>
 *   <li>at most {@code maxInFlight} writes are under way at once;
 *   <li>the {@link Fence} is asked immediately before each write is sent, and one that does not
 *       hold sends nothing;
 *   <li>each write is sent once, but for a 429, which the server answers without doing anything:
 *       then all writes wait as long as it asked for, and the write is tried again, five times at
 *       most;
 *   <li>a run starts slowly (1, 2, 4, .. writes at once), and when all writes that were under way
 *       together fail, it sends no more. What is wrong with one object only (404, 409) does not
 *       count as a failure here;
 *   <li>results come in the order of the writes, one for each, and nothing is thrown;
 *   <li>after {@link #close} nothing is sent any more.
 * </ul>
 */
public final class ApiWriter implements AutoCloseable {

  private static final int MAX_TRIES = 6;
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofSeconds(30);
  private static final Duration DRAIN = Duration.ofSeconds(15);

  private final WriteTransport transport;
  private final Fence fence;
  private final int maxInFlight;
  private final Executor executor;
  private final Semaphore permits;
  private final ThrottleGate gate;
  private final WriteMetrics metrics;
  private volatile boolean closed;

  /**
   * For tests and simulations, which own time and threads.
   *
   * @param maxInFlight at least 1
   * @param executor runs one write per task; a direct executor makes runs sequential
   */
  public ApiWriter(
      WriteTransport transport,
      Fence fence,
      int maxInFlight,
      Executor executor,
      Ticker ticker,
      Sleeper sleeper,
      MeterRegistry registry) {
    if (maxInFlight < 1) {
      throw new IllegalArgumentException("maxInFlight must be at least 1, was: " + maxInFlight);
    }
    this.transport = transport;
    this.fence = fence;
    this.maxInFlight = maxInFlight;
    this.executor = executor;
    this.permits = new Semaphore(maxInFlight, true);
    this.gate = new ThrottleGate(LONGEST_RETRY_AFTER, ticker, sleeper);
    this.metrics = new WriteMetrics(registry, () -> maxInFlight - permits.availablePermits());
  }

  /** On virtual threads, the machine's clock and a real server. */
  public static ApiWriter create(
      WriteTransport transport, Fence fence, int maxInFlight, MeterRegistry registry) {
    Executor threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("write-", 0).factory());
    return new ApiWriter(
        transport, fence, maxInFlight, threads, Ticker.system(), Sleeper.system(), registry);
  }

  /** Blocks until the outcome is known or known to be unknown. */
  public WriteResult run(Write write) {
    return run(List.of(write)).getFirst();
  }

  /** Blocks until each write has its outcome; results are in the order of the writes. */
  public List<WriteResult> run(List<Write> writes) {
    return new WriteRun(writes, maxInFlight, this::submit).results();
  }

  /** Starts one write when a permit is free; {@code done} is called exactly once. */
  private void submit(Write write, WriteRun.Outcome done) {
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      done.is(new NotSent("interrupted"));
      return;
    }
    try {
      executor.execute(() -> sendAndTell(write, done));
    } catch (RejectedExecutionException e) {
      permits.release();
      done.is(new NotSent("no thread: " + e.getMessage()));
    }
  }

  /** Invariant: a permit taken in {@link #submit} is given back exactly once, whatever happens. */
  private void sendAndTell(Write write, WriteRun.Outcome done) {
    WriteResult result = new Unknown("the sending thread died");
    try {
      result = send(write);
    } finally {
      permits.release();
      metrics.count(write, result);
      done.is(result);
    }
  }

  private WriteResult send(Write write) {
    try {
      for (int attempt = 1; ; attempt++) {
        gate.pass();
        if (closed) {
          return new NotSent("the writer is closed");
        }
        if (!fence.held()) {
          return new NotSent("this process is not the leader (any more)");
        }
        try {
          return transport.send(write);
        } catch (WriteTransport.Throttled throttled) {
          metrics.throttled();
          Refused refusal = throttled.refusal();
          // an eviction's 429 is a disruption budget's no, which waiting here does not change
          if (attempt == MAX_TRIES || write.path().endsWith("/eviction")) {
            return refusal;
          }
          gate.throttled(throttled.retryAfter());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new NotSent("interrupted");
    } catch (RuntimeException e) {
      return new Unknown("unexpected: " + e);
    }
  }

  /** Refuses further writes and waits up to 15 s for those under way. */
  @Override
  public void close() {
    close(DRAIN);
  }

  /**
   * Refuses further writes and waits for those under way.
   *
   * @return whether all ended in time
   */
  public boolean close(Duration timeout) {
    closed = true;
    try {
      if (!permits.tryAcquire(maxInFlight, timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
      permits.release(maxInFlight);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
