package platform.tkex.statefulsetplus.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import platform.tkex.statefulsetplus.faults.Trial.Ending;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.faults.ApiRequest;
import platform.tkex.testkit.faults.Fault;
import platform.tkex.testkit.faults.Rule;

/**
 * The operator is killed at each write of a release in turn, before the write takes effect and
 * after it, before its answer, and started again.
 */
@FaultTest
@Execution(ExecutionMode.SAME_THREAD)
class KillAtEveryWriteIT {

  private static final Logger LOG = LoggerFactory.getLogger(KillAtEveryWriteIT.class);

  /** Workloads that one death serves, one for each number of a write. */
  private static final int GROUP = 40;

  /** A write that is held for longer than this would time out, which is another fault. */
  private static final Duration HELD_AT_MOST = Duration.ofSeconds(8);

  /** When no write came for so long, all wait that are not held: for a deadline, for instance. */
  private static final Duration STANDSTILL = Duration.ofSeconds(2);

  @ParameterizedTest
  @EnumSource
  void theReleaseEndsAsIfNothingHadHappened(
      Ending ending, Cluster cluster, TestNamespace namespace) {
    try (Rig rig =
        Rig.of(
                cluster,
                namespace,
                "kill-" + ending.name().toLowerCase(Locale.ROOT),
                "--max-writes-in-flight=512")
            .started()) {
      int first = 0;
      while (everyWriteIsReached(rig, namespace, ending, first)) {
        first += GROUP;
      }
      assertThat(rig.writes().size()).as("writes of a whole release").isGreaterThan(first);
    }
  }

  /** Whether each of these writes was reached, so that there may be more of them. */
  private static boolean everyWriteIsReached(
      Rig rig, TestNamespace namespace, Ending ending, int first) {
    Map<Trial, KillPoint> points = new LinkedHashMap<>();
    for (int i = 0; i < GROUP; i++) {
      int number = first + i;
      String name = "write-%03d".formatted(number);
      points.put(Trial.create(namespace, name, ending), new KillPoint(number));
    }
    try {
      points.keySet().forEach(Trial::awaitRunning);
      rig.awaitQuiet();
      rig.proxy().rule(new Points(points));
      points.keySet().forEach(Trial::release);
      int deaths = dieUntilAllFired(rig, points);
      points.keySet().forEach(Trial::awaitEnd);
      rig.awaitQuiet();
      points.keySet().forEach(Trial::check);
      List<KillPoint> reached = points.values().stream().filter(KillPoint::fired).toList();
      LOG.info("{} writes from {} on were reached by {} deaths", reached.size(), first, deaths);
      return reached.size() == GROUP;
    } finally {
      points.keySet().forEach(Trial::close);
    }
  }

  /** How often the operator died: until every point is reached, or its release has ended. */
  private static int dieUntilAllFired(Rig rig, Map<Trial, KillPoint> points) {
    Set<Trial> open = new HashSet<>(points.keySet());
    int deaths = 0;
    while (awaitFired(rig, points, open)) {
      rig.operator().kill();
      points.values().forEach(KillPoint::operatorDied);
      open.removeIf(trial -> at(points, trial).fired());
      rig.operator().start();
      deaths++;
    }
    return deaths;
  }

  /** Waits for as many points as can be reached together; false when no one is open any more. */
  private static boolean awaitFired(Rig rig, Map<Trial, KillPoint> points, Set<Trial> open) {
    AtomicReference<@Nullable Instant> first = new AtomicReference<>();
    Await.until(
        "the points are reached, or their releases end",
        () -> {
          open.removeIf(trial -> !at(points, trial).fired() && trial.hasEnded());
          long fired = open.stream().filter(trial -> at(points, trial).fired()).count();
          if (fired > 0) {
            first.compareAndSet(null, Instant.now());
          }
          return fired == open.size()
              || (fired > 0 && (rig.isStill(STANDSTILL) || isPast(first.get(), HELD_AT_MOST)));
        });
    return !open.isEmpty();
  }

  private static KillPoint at(Map<Trial, KillPoint> points, Trial trial) {
    return Objects.requireNonNull(points.get(trial));
  }

  private static boolean isPast(@Nullable Instant start, Duration time) {
    return start != null && start.plus(time).isBefore(Instant.now());
  }

  /** Leads each write to the point of its workload. */
  private record Points(Map<Trial, KillPoint> points) implements Rule {

    @Override
    public Fault decide(ApiRequest request) {
      KillPoint point = request.isWrite() ? of(request) : null;
      return point == null ? Fault.NONE : point.decide(request);
    }

    @Override
    public void tookEffect(ApiRequest request) {
      KillPoint point = request.isWrite() ? of(request) : null;
      if (point != null) {
        point.tookEffect(request);
      }
    }

    private @Nullable KillPoint of(ApiRequest request) {
      return points.entrySet().stream()
          .filter(entry -> request.concerns(entry.getKey().name()))
          .map(Map.Entry::getValue)
          .findFirst()
          .orElse(null);
    }
  }
}
