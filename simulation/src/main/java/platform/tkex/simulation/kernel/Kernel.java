package platform.tkex.simulation.kernel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A virtual clock, what is to happen when, and which of several things that could happen now does.
 *
 * <p>Time moves only when nothing is left to do at the present moment. What is ready at one moment
 * runs in an order drawn from the seed, as threads on a busy machine do.
 */
public final class Kernel {

  private final RandomGenerator order;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<Runnable> ready = new ArrayList<>();
  private long now;
  private long sequence;
  private long steps;

  private static final class Event implements Comparable<Event> {
    final long at;
    final long sequence;
    final Runnable task;
    boolean cancelled;

    Event(long at, long sequence, Runnable task) {
      this.at = at;
      this.sequence = sequence;
      this.task = task;
    }

    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
  }

  /** Something that will happen. */
  @FunctionalInterface
  public interface Scheduled {
    void cancel();
  }

  /**
   * @param order picks among what is ready
   */
  public Kernel(RandomGenerator order) {
    this.order = order;
  }

  /** Nanoseconds since the beginning. */
  public long now() {
    return now;
  }

  /** How many tasks have run. */
  public long steps() {
    return steps;
  }

  /** Runs the task at this moment, in an order that is nobody's choice. */
  void ready(Runnable task) {
    ready.add(task);
  }

  /** Runs the task after a time; what is due at one moment runs in the order of these calls. */
  public Scheduled after(Duration time, Runnable task) {
    Event event = new Event(now + Math.max(0, time.toNanos()), sequence++, task);
    events.add(event);
    return () -> event.cancelled = true;
  }

  /**
   * Lets things happen until the condition holds, which is asked after each of them, until a time
   * has passed, or until nothing is left that could happen.
   */
  public void run(Duration atMost, BooleanSupplier until) {
    long end = now + atMost.toNanos();
    while (!until.getAsBoolean()) {
      if (ready.isEmpty()) {
        Event next = events.peek();
        if (next == null || next.at > end) {
          now = Math.max(now, end);
          return;
        }
        events.poll();
        if (next.cancelled) {
          continue;
        }
        now = next.at;
        steps++;
        next.task.run();
      } else {
        steps++;
        pick().run();
      }
    }
  }

  /** Lets a time pass. */
  public void run(Duration time) {
    run(time, () -> false);
  }

  private Runnable pick() {
    int last = ready.size() - 1;
    int index = last == 0 ? 0 : order.nextInt(last + 1);
    Runnable picked = ready.get(index);
    ready.set(index, ready.get(last));
    ready.remove(last);
    return picked;
  }
}
