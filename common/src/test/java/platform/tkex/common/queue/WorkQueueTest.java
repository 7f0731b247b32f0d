package platform.tkex.common.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import platform.tkex.common.time.ManualTime;
import platform.tkex.common.time.ManualTimers;
import platform.tkex.common.time.Ticker;
import platform.tkex.common.time.Timers;

class WorkQueueTest {
  private static final Pace PACE =
      new Pace(3, Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofSeconds(1));

  private final ManualTime time = new ManualTime();
  private final ManualTimers timers = new ManualTimers(time);
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final List<String> passes = new ArrayList<>();
  private WorkQueue.Work<String> work = _ -> Optional.empty();
  private final WorkQueue<String> queue = queue(tasks::add, 2);

  private WorkQueue<String> queue(Executor executor, int workers) {
    return new WorkQueue<>(
        key -> {
          passes.add(key);
          return work.pass(key);
        },
        workers,
        PACE,
        executor,
        timers,
        time,
        new QueueMeters("x", new SimpleMeterRegistry()));
  }

  private void runAll() {
    while (!tasks.isEmpty()) {
      tasks.poll().run();
    }
  }

  @Test
  void nothingBeginsBeforeTheStart() {
    queue.add("a");
    assertThat(tasks).isEmpty();

    queue.start();
    runAll();

    assertThat(passes).containsExactly("a");
  }

  @Test
  void addsBeforeAPassAreOneWithIt() {
    queue.start();
    queue.add("a");
    queue.add("a");
    queue.add("b");
    runAll();

    assertThat(passes).containsExactly("a", "b");
  }

  @Test
  void anAddDuringAPassIsFollowedByOneMoreOfThem() {
    queue.start();
    work =
        key -> {
          if (passes.size() == 1) {
            queue.add(key);
            queue.add(key);
            assertThat(tasks).as("one pass at a time").isEmpty();
          }
          return Optional.empty();
        };
    queue.add("a");
    runAll();

    assertThat(passes).containsExactly("a", "a");
  }

  @Test
  void noMoreObjectsThanWorkersAtATime() {
    queue.start();
    queue.add("a");
    queue.add("b");
    queue.add("c");
    assertThat(tasks).hasSize(2);

    tasks.poll().run();

    assertThat(tasks).hasSize(2);
  }

  @Test
  void aBurstRunsAtOnceAndGoesOnEvenly() {
    queue.start();
    work = _ -> Optional.of(Duration.ofHours(1));
    for (int i = 0; i < 5; i++) {
      queue.add("a");
      runAll();
    }
    assertThat(passes).hasSize(3);

    advance(Duration.ofMillis(99));
    assertThat(passes).hasSize(3);
    advance(Duration.ofMillis(1));
    assertThat(passes).hasSize(4);

    queue.add("b");
    runAll();
    assertThat(passes).as("others are not held up").hasSize(5);
  }

  @Test
  void theNextPassComesAtTheTimeAskedOrEarlierForAnEvent() {
    queue.start();
    work = _ -> Optional.of(Duration.ofSeconds(10));
    queue.add("a");
    runAll();
    advance(Duration.ofSeconds(9));
    assertThat(passes).hasSize(1);
    queue.add("a");
    runAll();
    assertThat(passes).hasSize(2);

    advance(Duration.ofSeconds(9));
    assertThat(passes).as("the time counts from the last pass").hasSize(2);
    advance(Duration.ofSeconds(1));
    assertThat(passes).hasSize(3);
  }

  @Test
  void aFailedPassIsTriedAgainEachTimeLater() {
    queue.start();
    work =
        _ -> {
          throw new IllegalStateException("on purpose");
        };
    queue.add("a");
    runAll();

    List<Integer> counts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      advance(Duration.ofMillis(800));
      counts.add(passes.size());
    }
    // at 0.2, 0.6, 1.4, then each second
    assertThat(counts).containsExactly(3, 4, 5, 5, 6);

    work = _ -> Optional.empty();
    advance(Duration.ofSeconds(1));
    assertThat(timers.pending()).isZero();
  }

  @Test
  void anObjectThatNeedsNothingIsForgotten() {
    queue.start();
    queue.add("a");
    runAll();

    assertThat(timers.pending()).isZero();
  }

  @Test
  void afterTheEndNothingBegins() {
    queue.start();
    work = _ -> Optional.of(Duration.ofSeconds(1));
    queue.add("a");
    runAll();

    assertThat(queue.close(Duration.ofSeconds(1))).isTrue();
    queue.add("b");
    advance(Duration.ofSeconds(10));

    assertThat(passes).containsExactly("a");
    assertThat(timers.pending()).isZero();
  }

  @Test
  void theEndWaitsForPassesUnderWay() {
    CountDownLatch mayEnd = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      WorkQueue<String> real =
          new WorkQueue<>(
              _ -> {
                try {
                  mayEnd.await();
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
                ended.incrementAndGet();
                return Optional.empty();
              },
              1,
              PACE,
              threads,
              Timers.system("test"),
              Ticker.system(),
              new QueueMeters("x", new SimpleMeterRegistry()));
      real.start();
      real.add("a");

      CompletableFuture<Boolean> close =
          CompletableFuture.supplyAsync(() -> real.close(Duration.ofSeconds(20)), threads);
      assertThat(close).isNotDone();
      mayEnd.countDown();

      assertThat(close.join()).isTrue();
      assertThat(ended).hasValue(1);
    }
  }

  @Test
  void theEndDoesNotWaitForEver() {
    queue.start();
    queue.add("a");
    WorkQueue<String> hanging = queue(_ -> {}, 1);
    hanging.start();
    hanging.add("a");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Boolean> close =
          CompletableFuture.supplyAsync(() -> hanging.close(Duration.ofSeconds(5)), threads);
      await().until(() -> timers.pending() == 1);
      timers.advance(Duration.ofSeconds(5));

      assertThat(close.join()).isFalse();
    }
  }

  @Test
  void theMachinesTimersCallOnceUnlessCancelled() {
    AtomicInteger calls = new AtomicInteger();
    Timers machine = Timers.system("test");
    Timers.Pending never = machine.after(Duration.ofHours(1), () -> calls.addAndGet(100));
    never.cancel();
    machine.after(Duration.ofMillis(1), calls::incrementAndGet);

    await().until(() -> calls.get() == 1);
  }

  private void advance(Duration by) {
    for (long left = by.toMillis(); left > 0; left--) {
      timers.advance(Duration.ofMillis(1));
      runAll();
    }
  }
}
