package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.statefulsetplus.model.Amount;
import platform.tkex.statefulsetplus.model.ClaimState;
import platform.tkex.statefulsetplus.model.Commands;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Ways;
import platform.tkex.statefulsetplus.model.Workload;
import platform.tkex.statefulsetplus.release.Release;

/** With whenScaled Delete a pod goes only after its claim is its own, else the claim would stay. */
class ScaleInClaimsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void firstTheClaimThenThePod(boolean parallel) {
    assertThat(plan(parallel, List.of())).singleElement().isInstanceOf(Action.SetClaimOwners.class);
    assertThat(plan(parallel, List.of(new OwnerReference("v1", true, true, "Pod", "web-1", "u1"))))
        .singleElement()
        .isInstanceOf(Action.DeletePod.class);
  }

  private static List<Action> plan(boolean parallel, List<OwnerReference> owners) {
    Snapshot snapshot =
        new Snapshot(
            workload(parallel),
            new TreeMap<>(Map.of(0, pod(0), 1, pod(1))),
            Map.of(),
            Map.of(
                "data-web-0",
                new ClaimState("data-web-0", "c0", false, "1", List.of()),
                "data-web-1",
                new ClaimState("data-web-1", "c1", false, "1", owners)),
            "v1",
            Set.of("v1"),
            Ways.RECREATE,
            Commands.NONE,
            null,
            NOW);
    return PodPlanner.plan(snapshot, completed());
  }

  private static PodState pod(int ordinal) {
    return new PodState(
        "web-" + ordinal,
        ordinal,
        "u" + ordinal,
        "1",
        "v1",
        PodState.Phase.RUNNING,
        false,
        NOW,
        true);
  }

  private static Workload workload(boolean parallel) {
    return new Workload(
        "default",
        "web",
        "uid",
        1,
        0,
        parallel,
        false,
        0,
        Amount.pods(1),
        Duration.ZERO,
        10,
        List.of("data"),
        new Workload.ClaimRetention(false, true),
        null,
        false,
        false);
  }

  private static Release completed() {
    return new Release(
        Release.Phase.COMPLETED,
        Release.Action.COMPLETED,
        "v1",
        "v1",
        "v1",
        "v1",
        "",
        "",
        Ordinals.NONE,
        List.of(),
        null,
        null,
        0,
        null,
        Commands.NONE);
  }
}
