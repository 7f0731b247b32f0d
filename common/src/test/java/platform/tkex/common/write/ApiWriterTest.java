package platform.tkex.common.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.common.leader.Fence;
import platform.tkex.common.time.ManualTime;
import platform.tkex.common.write.WriteResult.Done;
import platform.tkex.common.write.WriteResult.NotSent;
import platform.tkex.common.write.WriteResult.Refused;
import platform.tkex.common.write.WriteResult.Unknown;

class ApiWriterTest {

  private static final Done DONE = new Done(201, "uid", "1");

  private final ManualTime time = new ManualTime();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final List<Write> sent = new CopyOnWriteArrayList<>();
  private final AtomicBoolean fence = new AtomicBoolean(true);

  @Test
  void answersAreInTheOrderOfTheWrites() {
    ApiWriter writer =
        sequential(write ->
            write.path().endsWith("2") ? new Refused(409, "Conflict", "other") : done(write));

    List<WriteResult> results = writer.run(writes(5));

    assertThat(results)
        .containsExactly(
            done("/0"), done("/1"), new Refused(409, "Conflict", "other"), done("/3"), done("/4"));
  }

  @Test
  void nothingToWriteNeedsNoServer() {
    assertThat(sequential(write -> DONE).run(List.of())).isEmpty();
    assertThat(sent).isEmpty();
  }

  @Test
  void aFallenFenceSendsNothing() {
    fence.set(false);

    assertThat(sequential(write -> DONE).run(writes(3)))
        .allSatisfy(result -> assertThat(result).isInstanceOf(NotSent.class));
    assertThat(sent).isEmpty();
  }

  @Test
  void theFenceIsAskedBeforeEachWrite() {
    ApiWriter writer =
        sequential(write -> {
          fence.set(!write.path().equals("/3"));
          return DONE;
        });

    List<WriteResult> results = writer.run(writes(9));

    assertThat(results.subList(0, 4)).allMatch(WriteResult::done);
    assertThat(results.subList(4, 9)).hasOnlyElementsOfType(NotSent.class);
    assertThat(sent).hasSize(4);
  }

  @Test
  void theFirstFailureStopsTheRest() {
    List<WriteResult> results =
        sequential(write -> new Refused(403, "Forbidden", "quota")).run(writes(100));

    assertThat(sent).hasSize(1);
    assertThat(results).hasSize(100);
    assertThat(results.getFirst()).isEqualTo(new Refused(403, "Forbidden", "quota"));
    assertThat(results.getLast())
        .isInstanceOfSatisfying(
            NotSent.class, rest -> assertThat(rest.why()).contains("stopped", "quota"));
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 409})
  void whatIsWrongWithOneObjectDoesNotStopTheRest(int code) {
    List<WriteResult> results = sequential(write -> new Refused(code, "", "")).run(writes(100));

    assertThat(results).hasOnlyElementsOfType(Refused.class);
  }

  @Test
  void aServerThatDiesInTheMiddleEndsTheRun() {
    AtomicInteger count = new AtomicInteger();
    ApiWriter writer =
        sequential(write -> count.incrementAndGet() > 200 ? new Unknown("reset") : DONE);

    List<WriteResult> results = writer.run(writes(1000));

    assertThat(results.stream().filter(WriteResult::done)).hasSize(200);
    assertThat(results.stream().filter(Unknown.class::isInstance)).hasSize(8);
    assertThat(results.subList(208, 1000)).hasOnlyElementsOfType(NotSent.class);
  }

  @Test
  void oneSuccessKeepsARunAlive() {
    AtomicInteger count = new AtomicInteger();
    ApiWriter writer =
        sequential(write -> count.getAndIncrement() % 2 == 0 ? DONE : new Unknown("flaky"));

    assertThat(writer.run(writes(1000))).noneMatch(NotSent.class::isInstance);
  }

  @Test
  void a429WaitsAsLongAsAskedAndTriesAgain() {
    AtomicInteger count = new AtomicInteger();
    ApiWriter writer =
        sequential(write -> {
          if (count.incrementAndGet() == 2) {
            throw throttled(Duration.ofSeconds(7));
          }
          return DONE;
        });

    assertThat(writer.run(writes(3))).allMatch(WriteResult::done);
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(7));
    assertThat(registry.counter("api_writes_throttled").count()).isEqualTo(1);
  }

  @Test
  void a429WithoutATimeWaitsASecondAndAnAbsurdOneThirty() {
    AtomicInteger count = new AtomicInteger();
    ApiWriter writer =
        sequential(write ->
            switch (count.incrementAndGet()) {
              case 1 -> throw throttled(Duration.ZERO);
              case 2 -> throw throttled(Duration.ofDays(1));
              default -> DONE;
            });

    assertThat(writer.run(writes(1))).containsExactly(DONE);
    assertThat(time.passed()).isEqualTo(Duration.ofSeconds(31));
  }

  @Test
  void a429ForEverIsARefusal() {
    ApiWriter writer =
        sequential(write -> {
          throw throttled(Duration.ofSeconds(1));
        });

    assertThat(writer.run(writes(2)).getFirst())
        .isEqualTo(new Refused(429, "TooManyRequests", "busy"));
    assertThat(sent).hasSize(6);
  }

  @Test
  void aDisruptionBudgetsNoIsNotTriedAgain() {
    ApiWriter writer =
        sequential(write -> {
          throw throttled(Duration.ofSeconds(10));
        });

    WriteResult result =
        writer.run(Write.create("/api/v1/namespaces/x/pods/p/eviction", new byte[0]));

    assertThat(result).isInstanceOf(Refused.class);
    assertThat(sent).hasSize(1);
    assertThat(time.passed()).isZero();
  }

  @Test
  void theFenceIsAskedAgainAfterA429() {
    ApiWriter writer =
        sequential(write -> {
          fence.set(false);
          throw throttled(Duration.ofSeconds(1));
        });

    assertThat(writer.run(writes(1)).getFirst()).isInstanceOf(NotSent.class);
  }

  @Test
  void anUnexpectedExceptionIsAnUnknownOutcome() {
    ApiWriter writer =
        sequential(write -> {
          throw new IllegalStateException("bug");
        });

    assertThat(writer.run(writes(1)).getFirst()).isInstanceOf(Unknown.class);
  }

  @Test
  void startsSlowly() {
    CountDownLatch release = new CountDownLatch(1);
    ApiWriter writer =
        onThreads(
            64,
            write -> {
              if (!write.path().equals("/0")) {
                release.await();
              }
              return DONE;
            });

    CompletableFuture<List<WriteResult>> results =
        CompletableFuture.supplyAsync(() -> writer.run(writes(100)));

    // the wave of one ended, the wave of two is under way, nothing more
    await().until(() -> sent.size() == 3);
    await().during(Duration.ofMillis(100)).until(() -> sent.size() == 3);
    release.countDown();
    assertThat(results.join()).allMatch(WriteResult::done).hasSize(100);
  }

  @Test
  void closeWaitsForWritesUnderWayAndRefusesOthers() {
    CountDownLatch release = new CountDownLatch(1);
    ApiWriter writer =
        onThreads(
            4,
            write -> {
              release.await();
              return DONE;
            });
    CompletableFuture<WriteResult> first =
        CompletableFuture.supplyAsync(() -> writer.run(writes(1).getFirst()));
    await().until(() -> sent.size() == 1);

    assertThat(writer.close(Duration.ofMillis(50))).isFalse();
    assertThat(writer.run(writes(1))).hasOnlyElementsOfType(NotSent.class);
    release.countDown();

    assertThat(writer.close(Duration.ofSeconds(10))).isTrue();
    assertThat(first.join()).isEqualTo(DONE);
    assertThat(writer.run(writes(2))).hasOnlyElementsOfType(NotSent.class);
  }

  private interface Server {
    WriteResult answer(Write write) throws InterruptedException;
  }

  private ApiWriter sequential(WriteTransport server) {
    return new ApiWriter(
        write -> {
          sent.add(write);
          return server.send(write);
        },
        (Fence) fence::get,
        8,
        Runnable::run,
        time,
        time,
        registry);
  }

  private ApiWriter onThreads(int maxInFlight, Server server) {
    return new ApiWriter(
        write -> {
          sent.add(write);
          try {
            return server.answer(write);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        },
        fence::get,
        maxInFlight,
        Executors.newVirtualThreadPerTaskExecutor(),
        time,
        time,
        registry);
  }

  private static WriteTransport.Throttled throttled(Duration retryAfter) {
    return new WriteTransport.Throttled(retryAfter, new Refused(429, "TooManyRequests", "busy"));
  }

  private static WriteResult done(Write write) {
    return done(write.path());
  }

  private static WriteResult done(String path) {
    return new Done(201, path, "1");
  }

  private static List<Write> writes(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Write.create("/" + i, "{}".getBytes(StandardCharsets.UTF_8)))
        .toList();
  }
}
