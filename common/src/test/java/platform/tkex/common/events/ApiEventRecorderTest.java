package platform.tkex.common.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static platform.tkex.common.events.Recorded.object;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import platform.tkex.common.time.ManualTime;

class ApiEventRecorderTest {

  private final ManualTime time = new ManualTime();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MemoryEventSink memory = new MemoryEventSink();
  private final CountDownLatch answers = new CountDownLatch(1);
  private final AtomicInteger waiting = new AtomicInteger();
  private final ApiEventRecorder recorder =
      new ApiEventRecorder(new SlowSink(), time, time, time, registry);

  @AfterEach
  void close() {
    answers.countDown();
    recorder.close();
  }

  @Test
  void whatWasRecordedIsSentBeforeTheEnd() {
    answers.countDown();
    record("web", "x");
    record("web", "x");
    record("api", "y");

    recorder.close();

    assertThat(memory.counts.values()).containsExactlyInAnyOrder(2, 1);
    assertThat(registry.get("events_sent").counter().count()).isEqualTo(3);
    record("web", "z");
    assertThat(dropped("closed")).isEqualTo(1);
  }

  @Test
  void aServerThatHangsBlocksNobodyAndTheQueueIsBounded() {
    for (int i = 0; i < 1000; i++) {
      record("web", "x");
    }

    assertThat(dropped("queue_full")).isBetween(499.0, 500.0);

    recorder.close(Duration.ofMillis(50));
    await().until(() -> dropped("closed") > 400);
  }

  @Test
  void objectsDoNotWaitForEachOther() {
    for (int i = 0; i < 100; i++) {
      record("web-" + i, "x");
    }

    await().until(() -> waiting.get() > 20);

    answers.countDown();
    recorder.close();
    assertThat(memory.counts).hasSize(100);
  }

  @Test
  void nothingIsThrownIntoAPass() {
    answers.countDown();

    recorder.record(new ConfigMap(), EventType.NORMAL, () -> "R", "A", "no metadata");
    recorder.record(
        object("web"),
        EventType.NORMAL,
        () -> {
          throw new IllegalStateException("on purpose");
        },
        "A",
        "x");

    assertThat(dropped("invalid")).isEqualTo(2);
  }

  @Test
  void whatTheServerDoesNotTakeIsCountedByCause() {
    memory.next.add(EventSink.Outcome.REFUSED);
    memory.next.add(EventSink.Outcome.FAILED);
    memory.next.add(EventSink.Outcome.FAILED);
    memory.next.add(EventSink.Outcome.FAILED);
    record("web", "refused");
    record("web", "failed");
    for (int i = 0; i < 105; i++) {
      record("web", "x");
    }
    answers.countDown();

    recorder.close();

    assertThat(dropped("refused")).isEqualTo(1);
    assertThat(dropped("failed")).isEqualTo(1);
    assertThat(dropped("throttled")).isEqualTo(7);
  }

  private void record(String name, String note) {
    recorder.record(object(name), EventType.NORMAL, () -> "BatchCompleted", "Release", note);
  }

  private double dropped(String cause) {
    var counter = registry.find("events_dropped").tag("cause", cause).counter();
    return counter == null ? 0 : counter.count();
  }

  /** Answers nothing until the test says so. */
  private final class SlowSink implements EventSink {
    @Override
    public Outcome create(Occurrence occurrence) {
      awaitAnswers();
      synchronized (memory) {
        return memory.create(occurrence);
      }
    }

    @Override
    public Outcome countUp(Occurrence occurrence, int count, Instant last) {
      awaitAnswers();
      synchronized (memory) {
        return memory.countUp(occurrence, count, last);
      }
    }

    @Override
    public int count(Occurrence occurrence) {
      synchronized (memory) {
        return memory.count(occurrence);
      }
    }

    private void awaitAnswers() {
      waiting.incrementAndGet();
      try {
        answers.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
