package platform.tkex.common.leader;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import platform.tkex.common.logging.LogKeys;
import platform.tkex.common.time.Sleeper;

/**
 * Runs a {@link LeaseCandidate}: waits for the lease, keeps it, and tells when it is lost.
 *
 * <p>One life only: who lost the lease must start a new process, because no one knows what of the
 * old one is still under way.
 */
public final class LeaderElection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);
  private static final double JITTER = 0.2;

  private final LeaseCandidate candidate;
  private final String leaseName;
  private final LeaseTimes times;
  private final Sleeper sleeper;
  private final RandomGenerator random;
  private final ThreadFactory threads;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private Runnable onStarted = () -> {};
  private Runnable onLost = () -> {};
  private volatile boolean stopping;

  /**
   * @param leaseName for logs and metrics
   * @param random spreads the tries of several standbys
   * @param threads makes two: for the election, and to start what leads
   */
  public LeaderElection(
      LeaseCandidate candidate,
      String leaseName,
      LeaseTimes times,
      Sleeper sleeper,
      RandomGenerator random,
      ThreadFactory threads,
      MeterRegistry registry) {
    this.candidate = candidate;
    this.leaseName = leaseName;
    this.times = times;
    this.sleeper = sleeper;
    this.random = random;
    this.threads = threads;
    this.thread = named("leader-election", this::run);
    Gauge.builder("leader_election_master_status", () -> candidate.held() ? 1 : 0)
        .description("1 while this process is the leader, by name of the lease")
        .tag("name", leaseName)
        .register(registry);
  }

  /** The fence that writes ask. */
  public Fence fence() {
    return candidate;
  }

  /**
   * Begins to try.
   *
   * @param started called once, when the lease is first held, on a thread of its own
   * @param lost called once, when the lease was lost or is tried for no more, unless by {@link
   *     #close}; on the election's thread
   */
  public void start(Runnable started, Runnable lost) {
    this.onStarted = started;
    this.onLost = lost;
    thread.start();
  }

  /** Stops and gives the lease up; waits no longer than one request for it takes. */
  @Override
  public void close() {
    stopping = true;
    thread.interrupt();
    try {
      if (thread.isAlive()
          && !ended.await(times.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("leader election did not end in time");
      }
      candidate.release();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue(LogKeys.LEASE, leaseName)
          .log("could not release the lease; it ends by itself: {}", why(e));
    }
  }

  private void run() {
    try {
      if (acquire()) {
        LOG.atInfo().addKeyValue(LogKeys.LEASE, leaseName).log("leading");
        named("leading", onStarted).start();
        keep();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
      // also when this thread dies of an error: nobody would renew
      if (!stopping) {
        LOG.atError().addKeyValue(LogKeys.LEASE, leaseName).log("lost the lease");
        onLost.run();
      }
    }
  }

  private Thread named(String name, Runnable task) {
    Thread made = threads.newThread(task);
    made.setName(name);
    return made;
  }

  private boolean acquire() throws InterruptedException {
    String told = "";
    while (!stopping) {
      if (tryStep()) {
        return true;
      }
      String holder = candidate.holder();
      if (!holder.equals(told)) {
        LOG.atInfo()
            .addKeyValue(LogKeys.LEASE, leaseName)
            .addKeyValue(LogKeys.HOLDER, holder)
            .log("waiting for the lease");
        told = holder;
      }
      sleeper.sleep(jittered(times.retryPeriod()));
    }
    return false;
  }

  private void keep() throws InterruptedException {
    do {
      sleeper.sleep(times.retryPeriod());
    } while (!stopping && tryStep());
  }

  /** Whether the lease is held: renewed, or not renewed yet and still within its deadline. */
  private boolean tryStep() {
    try {
      return candidate.step();
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue(LogKeys.LEASE, leaseName)
          .log("no answer about the lease: {}", why(e));
      return candidate.held();
    }
  }

  /** fabric8 says no more than "An error has occurred" when there was no connection. */
  private static String why(RuntimeException e) {
    return String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause());
  }

  private Duration jittered(Duration period) {
    return period.plusNanos((long) (period.toNanos() * JITTER * random.nextDouble()));
  }
}
