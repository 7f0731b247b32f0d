package platform.tkex.simulation.run;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import platform.tkex.common.process.Controller;
import platform.tkex.simulation.scenario.Draw;

/** Runs many seeds, each alone on one thread, several threads beside each other. */
public final class Campaign {

  private final Supplier<Controller> controllers;
  private final int threads;

  /**
   * @param controllers a new one for each life of each simulated process
   */
  public Campaign(Supplier<Controller> controllers, int threads) {
    this.controllers = controllers;
    this.threads = threads;
  }

  /**
   * Runs seeds until enough have failed.
   *
   * @param progress hears how many are done, from any thread
   * @return the failed ones, by seed
   */
  public List<Simulation.Result> run(long from, long count, int enough, LongConsumer progress) {
    AtomicLong next = new AtomicLong(from);
    AtomicLong done = new AtomicLong();
    List<Simulation.Result> failed = new CopyOnWriteArrayList<>();
    Runnable worker =
        () -> {
          Simulation simulation = new Simulation(controllers);
          long seed;
          while ((seed = next.getAndIncrement()) < from + count && failed.size() < enough) {
            Simulation.Result result = simulation.run(Draw.scenario(seed), false);
            if (result.violation() != null) {
              failed.add(result);
            }
            progress.accept(done.incrementAndGet());
          }
        };
    List<Thread> workers =
        IntStream.range(0, threads)
            .mapToObj(i -> Thread.ofPlatform().name("simulation-" + i).start(worker))
            .toList();
    for (Thread thread : workers) {
      join(thread);
    }
    return failed.stream()
        .sorted(java.util.Comparator.comparingLong(result -> result.scenario().seed()))
        .toList();
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
