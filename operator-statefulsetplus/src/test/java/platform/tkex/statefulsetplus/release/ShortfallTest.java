package platform.tkex.statefulsetplus.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import platform.tkex.statefulsetplus.model.Amount;
import platform.tkex.statefulsetplus.model.ClaimState;
import platform.tkex.statefulsetplus.model.Commands;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Ways;
import platform.tkex.statefulsetplus.model.Workload;

class ShortfallTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant LONG_AGO = NOW.minusSeconds(60);

  @Test
  void everyWayNotToBeAvailableHasItsWordAndItsOrdinals() {
    Snapshot snapshot =
        snapshot(
            pod(0, PodState.Phase.RUNNING, false, LONG_AGO),
            pod(1, PodState.Phase.RUNNING, true, LONG_AGO),
            pod(3, PodState.Phase.TERMINAL, false, null),
            pod(4, PodState.Phase.PENDING, false, null),
            pod(5, PodState.Phase.PENDING, false, null),
            pod(6, PodState.Phase.RUNNING, false, null),
            pod(7, PodState.Phase.RUNNING, false, NOW));

    assertThat(Shortfall.of(snapshot, Ordinals.range(0, 8)))
        .isEqualTo(
            ": 1 being deleted (1), 1 missing (2), 1 ended (3), 2 pending (4-5), 1 not ready (6),"
                + " 1 not ready for long enough (7)");
  }

  @Test
  void aPodWhoseClaimGoesWaitsForIt() {
    Snapshot snapshot =
        snapshot(
            Map.of(
                "data-web-0", new ClaimState("data-web-0", "c0", true, "1", List.of()),
                "data-web-1", new ClaimState("data-web-1", "c1", false, "1", List.of())));

    assertThat(Shortfall.of(snapshot, Ordinals.range(0, 3)))
        .isEqualTo(": 1 waiting for a claim that is being deleted (0), 2 missing (1-2)");
  }

  @Test
  void onlyTheOrdinalsAskedForAreTold() {
    assertThat(Shortfall.of(snapshot(), Ordinals.of(3))).isEqualTo(": 1 missing (3)");
  }

  @Test
  void nothingIsSaidWhenAllAreAvailable() {
    Snapshot snapshot = snapshot(pod(0, PodState.Phase.RUNNING, false, LONG_AGO));

    assertThat(Shortfall.of(snapshot, Ordinals.of(0))).isEmpty();
  }

  /** Status stays small however many pods there are. */
  @Test
  void manyGapsAreCutShort() {
    Ordinals everySecond = Ordinals.of(IntStream.range(0, 1_000).map(i -> 2 * i).toArray());

    assertThat(Shortfall.of(snapshot(), everySecond))
        .startsWith(": 1000 missing (0,2,4,")
        .endsWith(" ...)")
        .hasSizeLessThan(120);
  }

  @Test
  void whatJustFitsIsToldWhole() {
    Ordinals gaps =
        Ordinals.of(
            IntStream.concat(IntStream.rangeClosed(0, 25).map(i -> 2 * i), IntStream.of(100, 102))
                .toArray());

    assertThat(gaps.toString()).hasSize(80);
    assertThat(Shortfall.of(snapshot(), gaps)).isEqualTo(": 28 missing (" + gaps + ")");
  }

  private static Snapshot snapshot(PodState... pods) {
    return snapshot(Map.of(), pods);
  }

  private static Snapshot snapshot(Map<String, ClaimState> claims, PodState... pods) {
    TreeMap<Integer, PodState> byOrdinal = new TreeMap<>();
    List.of(pods).forEach(pod -> byOrdinal.put(pod.ordinal(), pod));
    return new Snapshot(
        workload(),
        byOrdinal,
        Map.of(),
        claims,
        "v1",
        Set.of("v1"),
        Ways.RECREATE,
        Commands.NONE,
        null,
        NOW);
  }

  private static PodState pod(
      int ordinal, PodState.Phase phase, boolean terminating, @Nullable Instant readySince) {
    return new PodState(
        "web-" + ordinal, ordinal, "u" + ordinal, "1", "v1", phase, terminating, readySince, true);
  }

  private static Workload workload() {
    return new Workload(
        "default",
        "web",
        "uid",
        8,
        0,
        true,
        false,
        0,
        Amount.pods(1),
        Duration.ofSeconds(10),
        10,
        List.of("data"),
        new Workload.ClaimRetention(false, false),
        null,
        false,
        false);
  }
}
