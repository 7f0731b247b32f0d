package platform.tkex.gc.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.gc.plan.Objects.deleted;
import static platform.tkex.gc.plan.Objects.preload;
import static platform.tkex.gc.plan.Objects.slot;
import static platform.tkex.gc.plan.Objects.snapshot;
import static platform.tkex.gc.plan.Objects.source;
import static platform.tkex.gc.plan.Objects.version;
import static platform.tkex.gc.plan.Objects.versions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import platform.tkex.gc.model.Snapshot;
import platform.tkex.gc.model.Version;

class PlannerTest {
  private final Planner planner = new Planner(10);

  @ParameterizedTest
  @CsvSource({"0, 0", "9, 0", "10, 0", "11, 1", "25, 15"})
  void theNewestTenStay(int count, int surplus) {
    Snapshot snapshot = snapshot(versions("web", count));

    assertThat(deleted(planner.plan(snapshot, Set.of())))
        .containsExactlyElementsOf(versions("web", surplus).stream().map(Version::name).toList());
  }

  @Test
  void theOrderInWhichTheyAreListedDoesNotMatter() {
    List<Version> shuffled = new ArrayList<>(versions("web", 30));
    Collections.shuffle(shuffled, new Random(7));

    assertThat(planner.plan(snapshot(shuffled), Set.of()))
        .isEqualTo(planner.plan(snapshot(versions("web", 30)), Set.of()));
  }

  @Test
  void thoseInUseComeOnTop() {
    Snapshot snapshot = snapshot(versions("web", 13));
    Set<String> inUse = Set.of(version("web", 2).name(), version("web", 12).name());

    assertThat(deleted(planner.plan(snapshot, inUse)))
        .containsExactly(version("web", 1).name(), version("web", 3).name());
  }

  @Test
  void eachSourceIsCountedByItself() {
    Snapshot snapshot =
        snapshot(Stream.concat(versions("a", 12).stream(), versions("b", 11).stream()).toList());

    assertThat(deleted(planner.plan(snapshot, Set.of())))
        .containsExactlyInAnyOrder(
            version("a", 1).name(), version("a", 2).name(), version("b", 1).name());
  }

  @Test
  void aSourceMaySayOtherwise() {
    Snapshot snapshot =
        snapshot(
            Stream.concat(versions("a", 12).stream(), versions("b", 12).stream()).toList(),
            source("a", 12),
            source("b", 11));

    assertThat(deleted(planner.plan(snapshot, Set.of()))).containsExactly(version("b", 1).name());
  }

  @Test
  void aLargePlanIsCarriedOutInPartsTheOldestFirst() {
    Snapshot snapshot = snapshot(versions("web", 610));

    Plan first = planner.plan(snapshot, Set.of());

    assertThat(deleted(first))
        .hasSize(500)
        .startsWith(version("web", 1).name())
        .endsWith(version("web", 500).name());
    assertThat(first.more()).isTrue();
    List<Version> left = IntStream.rangeClosed(501, 610).mapToObj(n -> version("web", n)).toList();
    assertThat(planner.plan(snapshot(left), Set.of()))
        .satisfies(second -> {
          assertThat(deleted(second)).hasSize(100);
          assertThat(second.more()).isFalse();
        });
  }

  @Test
  void aSlotOfAWorkloadThatIsThereStays() {
    Snapshot snapshot =
        snapshot(List.of(slot("a-0", "a", "uid-a"), slot("b-0", "b", null)), List.of(), "a", "b");

    assertThat(planner.candidates(snapshot).isEmpty()).isTrue();
    assertThat(Planner.orphans(snapshot)).isEmpty();
  }

  @Test
  void aSlotWhoseWorkloadIsGoneGoesWhenItsTimeIsOver() {
    Snapshot snapshot =
        snapshot(List.of(slot("a-0", "a", "uid-a"), slot("b-0", "b", null)), List.of(), "c");

    assertThat(Planner.orphans(snapshot)).containsExactlyInAnyOrder("uid-a-0", "uid-b-0");
    assertThat(deleted(planner.plan(snapshot, Set.of()))).isEmpty();
    assertThat(deleted(planner.plan(snapshot.overdue(Set.of("uid-a-0")), Set.of())))
        .containsExactly("a-0");
  }

  /** Pods outlive a workload that was deleted with --cascade=orphan. */
  @Test
  void aSlotThatAPodStillReadsStays() {
    Snapshot snapshot =
        snapshot(List.of(slot("a-0", "a", null)), List.of()).overdue(Set.of("uid-a-0"));

    assertThat(planner.candidates(snapshot).names()).containsExactly("a-0");
    assertThat(deleted(planner.plan(snapshot, Set.of("a-0")))).isEmpty();
  }

  @Test
  void anotherWorkloadOfTheSameNameIsNotTheOwner() {
    Snapshot snapshot = snapshot(List.of(slot("a-0", "a", "uid-of-a-former-life")), List.of(), "a");

    assertThat(Planner.orphans(snapshot)).containsExactly("uid-a-0");
  }

  @Test
  void aPodThatPullsForAWorkloadThatIsGoneGoesWhenItsTimeIsOver() {
    Snapshot snapshot =
        snapshot(List.of(), List.of(preload("p", "a", Duration.ofSeconds(1), false)), "b");

    assertThat(deleted(planner.plan(snapshot, Set.of()))).isEmpty();
    assertThat(planner.plan(snapshot.overdue(Set.of("uid-p")), Set.of()).actions())
        .singleElement()
        .isEqualTo(new Action.DeletePreload(snapshot.preloads().getFirst(), true));
  }

  @ParameterizedTest
  @CsvSource({"61, true, true", "59, true, false", "61, false, false", "6000, false, false"})
  void aPodThatPulledGoesAnHourLaterOnceItHasEnded(int minutes, boolean ended, boolean goes) {
    Snapshot snapshot =
        snapshot(List.of(), List.of(preload("p", "a", Duration.ofMinutes(minutes), ended)), "a");

    assertThat(planner.plan(snapshot, Set.of()).actions())
        .hasSize(goes ? 1 : 0)
        .allMatch(new Action.DeletePreload(snapshot.preloads().getFirst(), false)::equals);
    assertThat(planner.candidates(snapshot).isEmpty()).isEqualTo(!goes);
  }
}
