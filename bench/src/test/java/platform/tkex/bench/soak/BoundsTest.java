package platform.tkex.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BoundsTest {
  private static final int MIB = 1 << 20;

  private final Bounds bounds = new Bounds();

  @Test
  void whatStaysAsItWasBreaksNothing() {
    Vitals vitals = new Vitals(50L * MIB, 40, 9, 200, 800);
    bounds.nothingGrew(vitals, new Vitals(70L * MIB, 44, 9, 900, 9000));
    bounds.revisionsAreBounded(Map.of("web", 6), 0, 6);
    bounds.podsAreAsWanted(7, 7);
    bounds.idleIsQuiet(List.of(), 0);
    bounds.noErrors(List.of());
    bounds.lives(true);

    assertThat(bounds.broken()).isEmpty();
  }

  @Test
  void whatGrewIsNamed() {
    bounds.nothingGrew(
        new Vitals(50L * MIB, 40, 9, 200, 800), new Vitals(90L * MIB, 60, 10, 200, 800));
    bounds.revisionsAreBounded(Map.of("web", 7), 2, 6);
    bounds.podsAreAsWanted(8, 7);
    bounds.idleIsQuiet(List.of("something"), 3);

    assertThat(bounds.broken())
        .containsExactly(
            "the heap grew from 50.0 to 90.0 MiB",
            "threads grew from 40 to 60",
            "watches grew from 9 to 10",
            "web has 7 ControllerRevisions, allowed are 6",
            "2 ControllerRevisions have no living owner",
            "there are 8 pods, wanted are 7",
            "1 lines of log while nothing happened, such as: something",
            "3 writes while nothing happened");
  }

  @Test
  void countersMustLieBetweenTheLeastAndTheMostThatUsersCaused() {
    Ledger ledger = new Ledger();
    ledger.done("superseded release", "ReleaseStarted", "ReleaseStarted", "ReleaseCompleted");
    ledger.expect("ReleaseCompleted", 0, 1);

    bounds.countersAgree(ledger, Map.of("ReleaseStarted", 2L, "ReleaseCompleted", 2L));
    assertThat(bounds.broken()).isEmpty();

    bounds.countersAgree(
        ledger, Map.of("ReleaseStarted", 3L, "ReleaseCompleted", 3L, "CommandIgnored", 1L));
    assertThat(bounds.broken())
        .containsExactly(
            "ReleaseStarted: users caused 2, the operator counted 3",
            "ReleaseCompleted: users caused 1 to 2, the operator counted 3",
            "CommandIgnored: nobody caused one, the operator counted 1");
  }

  @Test
  void anEventMayBeMissingOnlyIfItWasDropped() {
    bounds.eventsAgree(Map.of("BatchStarted", 5L), Map.of("BatchStarted", 4L), 1);
    assertThat(bounds.broken()).isEmpty();

    bounds.eventsAgree(Map.of("BatchStarted", 5L), Map.of("BatchStarted", 4L), 0);
    bounds.eventsAgree(Map.of(), Map.of("BatchStarted", 1L), 0);
    assertThat(bounds.broken())
        .containsExactly(
            "BatchStarted: counted 5, told by Events 4, dropped in all 0",
            "BatchStarted: counted 0, told by Events 1, dropped in all 0");
  }
}
