package platform.tkex.statefulsetplus.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Gate;
import platform.tkex.statefulsetplus.model.Objection;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.release.Batch;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.Rollback;

/** When time alone will change what a pass decides; events wake it earlier. */
public final class Wakeup {
  private static final Duration OBJECTION_RETRY = Duration.ofSeconds(30);
  private static final Duration PASSING_RETRY = Duration.ofSeconds(2);

  private Wakeup() {}

  /** After so long the API server is asked again about a template. */
  public static Duration retry(Objection objection) {
    return objection.passing() ? PASSING_RETRY : OBJECTION_RETRY;
  }

  /** Time until the next pass is needed; empty when only events can change anything. */
  public static Optional<Duration> after(Snapshot snapshot, Release release) {
    Instant now = snapshot.now();
    Stream<Instant> retries =
        Stream.ofNullable(snapshot.objection()).map(objection -> now.plus(retry(objection)));
    Stream<Instant> doubts = snapshot.inDoubt().values().stream();
    Stream<Instant> changes =
        snapshot.pods().values().stream().map(PodState::settles).flatMap(Stream::ofNullable);
    return Stream.of(
            minReadyEnds(snapshot),
            decisions(snapshot, release),
            retries,
            doubts,
            changes,
            graceEnds(snapshot))
        .flatMap(instants -> instants)
        .filter(instant -> instant.isAfter(now))
        .min(Instant::compareTo)
        .map(instant -> Duration.between(now, instant));
  }

  private static Stream<Instant> minReadyEnds(Snapshot snapshot) {
    Duration minReady = snapshot.workload().minReady();
    return minReady.isZero()
        ? Stream.empty()
        : snapshot.pods().values().stream()
            .map(PodState::readySince)
            .flatMap(Stream::ofNullable)
            .map(since -> since.plus(minReady));
  }

  private static Stream<Instant> graceEnds(Snapshot snapshot) {
    return snapshot.pods().values().stream()
        .map(PodState::gate)
        .flatMap(Stream::ofNullable)
        .map(Gate::until)
        .flatMap(Stream::ofNullable);
  }

  private static Stream<Instant> decisions(Snapshot snapshot, Release release) {
    if (release.clockStoppedSince() != null) {
      return Stream.empty();
    }
    Rollback rollback = release.rollback();
    return Stream.of(
            release.phase() == Release.Phase.RELEASING ? release.deadline() : null,
            rollback == null ? null : rollback.deadline(),
            intervalEnd(snapshot.workload().batches(), release.currentBatch()))
        .flatMap(Stream::ofNullable);
  }

  private static @Nullable Instant intervalEnd(
      @Nullable BatchConfig config, @Nullable Batch batch) {
    if (config == null || batch == null || batch.endTime() == null) {
      return null;
    }
    return batch.endTime().plus(config.interval());
  }
}
