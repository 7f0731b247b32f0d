package platform.tkex.common.time;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Calls back later; a simulation does so on its virtual clock. */
@FunctionalInterface
public interface Timers {

  /**
   * Calls once after the given time, at once when it is zero or negative. The task must return
   * quickly: others wait behind it.
   */
  Pending after(Duration time, Runnable task);

  /** A call that may still come. */
  @FunctionalInterface
  interface Pending {
    /** Prevents it unless it has begun. */
    void cancel();
  }

  /** One daemon thread for all; it never ends. */
  static Timers system(String threadName) {
    ScheduledThreadPoolExecutor thread =
        new ScheduledThreadPoolExecutor(1, Thread.ofPlatform().daemon().name(threadName).factory());
    thread.setRemoveOnCancelPolicy(true);
    return (time, task) -> {
      ScheduledFuture<?> pending = thread.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
      return () -> pending.cancel(false);
    };
  }
}
