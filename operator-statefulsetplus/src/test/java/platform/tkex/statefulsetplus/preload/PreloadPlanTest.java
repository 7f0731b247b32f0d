package platform.tkex.statefulsetplus.preload;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which pods that pull are made and removed. */
class PreloadPlanTest {
  private static final Instant LATER = Instant.parse("2026-01-01T00:05:00Z");

  private static Map<String, Pull> wanted(String... nodes) {
    Map<String, Pull> wanted = new LinkedHashMap<>();
    for (String node : nodes) {
      wanted.put(node, pull(node));
    }
    return wanted;
  }

  private static Pull pull(String node) {
    return new Pull(node, "app:v2", "");
  }

  private static PreloadPod pod(String node, PreloadPod.State state) {
    String why = state == PreloadPod.State.FAILED ? "no" : "";
    return new PreloadPod(node, "uid-" + node, node, "app:v2", state, why, false, LATER);
  }

  private static PreloadPod pulling(String node) {
    return pod(node, PreloadPod.State.PULLING);
  }

  private static PreloadPod pulled(String node) {
    return pod(node, PreloadPod.State.PULLED);
  }

  private static PreloadPod failed(String node) {
    return pod(node, PreloadPod.State.FAILED);
  }

  @Test
  void theFirstOnesAreMadeFirstAndNoMoreThanMayPullAtOnce() {
    assertThat(PreloadPlan.of(wanted("c", "a", "b"), List.of(), 2).create())
        .containsExactly(pull("c"), pull("a"));
    assertThat(PreloadPlan.of(wanted("c", "a", "b"), List.of(pulling("c")), 2).create())
        .containsExactly(pull("a"));
    assertThat(
            PreloadPlan.of(wanted("c", "a", "b"), List.of(pulling("c"), pulling("a")), 1).create())
        .as("fewer at once than before")
        .isEmpty();
  }

  @Test
  void whatHasEndedMakesRoomAndIsNotMadeAgain() {
    PreloadPlan plan = PreloadPlan.of(wanted("c", "a", "b"), List.of(pulled("c"), failed("a")), 1);

    assertThat(plan.create()).containsExactly(pull("b"));
    assertThat(plan.delete()).isEmpty();
    assertThat(plan.failed()).containsExactly(failed("a"));
  }

  @Test
  void whatNobodyWaitsForGoesHoweverItStands() {
    List<PreloadPod> all = List.of(pulling("a"), pulled("b"), failed("c"), pulled("d").going());

    PreloadPlan plan = PreloadPlan.of(wanted("e"), all, 1);

    assertThat(plan.delete()).containsExactly(pulling("a"), pulled("b"), failed("c"));
    assertThat(plan.failed()).isEmpty();
    assertThat(plan.create()).as("the first one still pulls").isEmpty();
  }

  @Test
  void aPullIsGivenUpInTime() {
    PreloadPod soon =
        new PreloadPod(
            "b", "u", "b", "app:v2", PreloadPod.State.PULLING, "", false, LATER.minusSeconds(60));

    assertThat(PreloadPlan.of(wanted("a", "b"), List.of(pulling("a"), soon), 1).due())
        .hasValue(LATER.minusSeconds(60));
    assertThat(PreloadPlan.of(wanted("a"), List.of(pulled("a")), 1).due()).isEmpty();
  }
}
