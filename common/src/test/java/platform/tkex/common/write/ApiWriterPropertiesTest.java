package platform.tkex.common.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.common.time.ManualTime;
import platform.tkex.common.write.WriteResult.Done;
import platform.tkex.common.write.WriteResult.NotSent;
import platform.tkex.common.write.WriteResult.Refused;
import platform.tkex.common.write.WriteResult.Unknown;

/** Whatever the server answers and however many threads write, the class's guarantees hold. */
class ApiWriterPropertiesTest {

  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final ConcurrentHashMap<String, AtomicInteger> effects = new ConcurrentHashMap<>();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 64})
  void holdForRandomServers(int maxInFlight) {
    for (int seed = 0; seed < 60; seed++) {
      holdsFor(seed, maxInFlight);
    }
  }

  private void holdsFor(int seed, int maxInFlight) {
    effects.clear();
    most.set(0);
    Random random = new Random(seed);
    int failing = random.nextInt(101);
    int fenceFallsAfter = random.nextInt(3) == 0 ? random.nextInt(200) : Integer.MAX_VALUE;
    AtomicInteger asked = new AtomicInteger();
    ManualTime time = new ManualTime();
    ApiWriter writer =
        new ApiWriter(
            write -> answer(write, new Random(seed ^ write.path().hashCode()), failing),
            () -> asked.incrementAndGet() <= fenceFallsAfter,
            maxInFlight,
            Executors.newVirtualThreadPerTaskExecutor(),
            time,
            time,
            new SimpleMeterRegistry());

    List<CompletableFuture<List<WriteResult>>> runs = new ArrayList<>();
    for (int run = 0; run < 1 + seed % 3; run++) {
      String prefix = "/" + run + "-";
      runs.add(CompletableFuture.supplyAsync(() -> writer.run(writes(prefix, 150))));
    }

    for (int run = 0; run < runs.size(); run++) {
      check(runs.get(run).join(), "/" + run + "-", seed);
    }
    assertThat(most).as("seed %d", seed).hasValueLessThanOrEqualTo(maxInFlight);
    assertThat(inFlight).hasValue(0);
    assertThat(writer.close(Duration.ZERO)).isTrue();
  }

  /** Each result belongs to its write, and says the truth about what the server did. */
  private void check(List<WriteResult> results, String prefix, int seed) {
    assertThat(results).hasSize(150);
    for (int i = 0; i < results.size(); i++) {
      String path = prefix + i;
      int times = effects.getOrDefault(path, new AtomicInteger()).get();
      switch (results.get(i)) {
        case Done done -> {
          assertThat(done.uid()).as("seed %d", seed).isEqualTo(path);
          assertThat(times).isEqualTo(1);
        }
        case Refused _, NotSent _ -> assertThat(times).as("seed %d %s", seed, path).isZero();
        case Unknown _ -> assertThat(times).isBetween(0, 1);
      }
    }
  }

  private WriteResult answer(Write write, Random random, int failing) {
    most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    try {
      LockSupport.parkNanos(1000);
      if (random.nextInt(100) >= failing) {
        effect(write);
        return new Done(200, write.path(), "1");
      }
      return switch (random.nextInt(5)) {
        case 0 -> throw new WriteTransport.Throttled(Duration.ZERO, new Refused(429, "", ""));
        case 1 -> {
          effect(write);
          yield new Unknown("answer lost");
        }
        case 2 -> new Refused(409, "Conflict", "");
        case 3 -> new Refused(403, "Forbidden", "");
        default -> throw new IllegalStateException("transport bug");
      };
    } finally {
      inFlight.decrementAndGet();
    }
  }

  private void effect(Write write) {
    effects.computeIfAbsent(write.path(), _ -> new AtomicInteger()).incrementAndGet();
  }

  private static List<Write> writes(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> Write.create(prefix + i, new byte[0])).toList();
  }
}
