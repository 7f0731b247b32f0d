package platform.tkex.simulation.kernel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import platform.tkex.common.time.Sleeper;
import platform.tkex.common.time.Ticker;
import platform.tkex.common.time.Timers;

/**
 * The life of one simulated process: its threads, timers and clocks. It can be killed at any
 * moment, in the middle of whatever it does, and stopped for a while as by {@code SIGSTOP}.
 */
public final class Lane implements Executor, Ticker, Sleeper, Timers {

  /** When every simulated world begins. */
  public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final Kernel kernel;
  private final ThreadFactory threads = VirtualThreads.on(this);
  private final List<Runnable> heldBack = new ArrayList<>();
  private Duration skew = Duration.ZERO;
  private Runnable whenDead = () -> {};
  private boolean stopped;
  private boolean dead;

  public Lane(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Nothing of it runs any more. */
  public void kill() {
    if (!dead) {
      dead = true;
      heldBack.clear();
      whenDead.run();
    }
  }

  /** Called once when it is killed. */
  public void whenDead(Runnable task) {
    whenDead = task;
  }

  public boolean alive() {
    return !dead;
  }

  /** Nothing of it runs for a time; its clocks go on. */
  public void freeze(Duration time) {
    if (!dead && !stopped) {
      stopped = true;
      kernel.after(time, this::thaw);
    }
  }

  private void thaw() {
    stopped = false;
    List<Runnable> held = List.copyOf(heldBack);
    heldBack.clear();
    held.forEach(this::execute);
  }

  /** Sets its wall clock off by so much from now on. */
  public void skew(Duration by) {
    skew = by;
  }

  /** Runs the task at this moment, or when the process goes on; never once it is dead. */
  @Override
  public void execute(Runnable task) {
    if (stopped) {
      heldBack.add(task);
    } else if (!dead) {
      kernel.ready(() -> run(task));
    }
  }

  private void run(Runnable task) {
    if (stopped) {
      heldBack.add(task);
    } else if (!dead) {
      task.run();
    }
  }

  /** A thread of its own for each task. */
  public void start(Runnable task) {
    threads.newThread(task).start();
  }

  /** Makes threads that run here. */
  public ThreadFactory threads() {
    return threads;
  }

  @Override
  public long nanos() {
    return kernel.now();
  }

  @Override
  public void sleep(Duration time) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    CompletableFuture<Void> over = new CompletableFuture<>();
    Pending pending = after(time, () -> over.complete(null));
    try {
      over.get();
    } catch (InterruptedException e) {
      pending.cancel();
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Pending after(Duration time, Runnable task) {
    Kernel.Scheduled scheduled = kernel.after(time, () -> execute(task));
    return scheduled::cancel;
  }

  /** Its wall clock. */
  public Clock clock() {
    return new WallClock();
  }

  private final class WallClock extends Clock {
    @Override
    public Instant instant() {
      return START.plusNanos(kernel.now()).plus(skew);
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
}
