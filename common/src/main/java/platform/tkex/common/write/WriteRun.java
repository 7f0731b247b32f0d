package platform.tkex.common.write;

import static platform.tkex.common.write.WriteResult.NotSent;
import static platform.tkex.common.write.WriteResult.Refused;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One list of writes on its way: slow start, early stop, results in order.
 *
 * <p>As in the StatefulSet controller, waves of 1, 2, 4, .. writes are awaited, and a wave in which
 * nothing succeeds is the last. From {@code maxInFlight} on writes follow each other without waves
 * (waiting for the slowest of each wave would cost a third of the throughput), and as many failures
 * in a row as can be under way together end the run.
 */
final class WriteRun {

  /** Told exactly once. */
  @FunctionalInterface
  interface Outcome {
    void is(WriteResult result);
  }

  /** Starts a write, blocking until it may. */
  @FunctionalInterface
  interface Starter {
    void start(Write write, Outcome done);
  }

  private final List<Write> writes;
  private final int maxInFlight;
  private final Starter starter;
  private final AtomicReferenceArray<@Nullable WriteResult> results;

  /** One permit for each write that ended. */
  private final Semaphore ended = new Semaphore(0);

  private int failuresInRow;

  WriteRun(List<Write> writes, int maxInFlight, Starter starter) {
    this.writes = List.copyOf(writes);
    this.maxInFlight = maxInFlight;
    this.starter = starter;
    this.results = new AtomicReferenceArray<>(this.writes.size());
  }

  List<WriteResult> results() {
    int position = 0;
    int width = 1;
    while (position < writes.size() && width < maxInFlight) {
      int end = Math.min(position + width, writes.size());
      start(position, end);
      ended.acquireUninterruptibly(end - position);
      if (IntStream.range(position, end).allMatch(this::failed)) {
        return stopped(end);
      }
      position = end;
      width *= 2;
    }
    return flow(position);
  }

  private List<WriteResult> flow(int from) {
    for (int i = from; i < writes.size(); i++) {
      if (failuresInRow() >= maxInFlight) {
        ended.acquireUninterruptibly(i - from);
        return stopped(i);
      }
      start(i, i + 1);
    }
    ended.acquireUninterruptibly(writes.size() - from);
    return stopped(writes.size());
  }

  private void start(int from, int to) {
    for (int i = from; i < to; i++) {
      int index = i;
      starter.start(writes.get(i), result -> ended(index, result));
    }
  }

  private void ended(int index, WriteResult result) {
    results.set(index, result);
    synchronized (this) {
      failuresInRow = failed(index) ? failuresInRow + 1 : 0;
    }
    ended.release();
  }

  private synchronized int failuresInRow() {
    return failuresInRow;
  }

  private boolean failed(int index) {
    WriteResult result = results.get(index);
    if (result instanceof Refused refused) {
      return refused.code() != 404 && refused.code() != 409;
    }
    return result == null || !result.done();
  }

  /** All results; those from the given one on were not sent because of what came before. */
  private List<WriteResult> stopped(int from) {
    String why =
        from == 0 || from == writes.size() ? "" : "stopped after: " + results.get(from - 1);
    return IntStream.range(0, writes.size())
        .mapToObj(i -> {
          WriteResult result = results.get(i);
          return result == null ? new NotSent(why) : result;
        })
        .toList();
  }
}
