package platform.tkex.common.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Timers of a {@link ManualTime}; a call comes when {@link #advance} reaches its time. */
public final class ManualTimers implements Timers {
  private final ManualTime time;
  private final List<Call> calls = new ArrayList<>();

  private record Call(long at, Runnable task) {}

  public ManualTimers(ManualTime time) {
    this.time = time;
  }

  @Override
  public Pending after(Duration after, Runnable task) {
    Call call = new Call(time.nanos() + after.toNanos(), task);
    calls.add(call);
    return () -> calls.remove(call);
  }

  /** Lets time pass, with every call at its own moment. */
  public void advance(Duration by) {
    long end = time.nanos() + by.toNanos();
    while (true) {
      Call next =
          calls.stream()
              .filter(call -> call.at() - end <= 0)
              .min(Comparator.comparingLong(call -> call.at() - end))
              .orElse(null);
      if (next == null) {
        break;
      }
      calls.remove(next);
      time.advance(Duration.ofNanos(next.at() - time.nanos()));
      next.task().run();
    }
    time.advance(Duration.ofNanos(end - time.nanos()));
  }

  public int pending() {
    return calls.size();
  }
}
