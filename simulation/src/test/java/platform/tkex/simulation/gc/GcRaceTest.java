package platform.tkex.simulation.gc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GcRaceTest {
  private static final long SEEDS = 100;

  @Test
  void noVersionInUseIsEverDeleted() {
    int claims = 0;
    int deletions = 0;
    for (long seed = 1; seed <= SEEDS; seed++) {
      GcWorld.Outcome outcome = GcWorld.play(seed);
      assertThat(outcome.broken()).as("seed %d", seed).isEmpty();
      claims += outcome.claims();
      deletions += outcome.deletions();
    }

    assertThat(claims).as("releases that got their version").isGreaterThan(1_000);
    assertThat(deletions).isGreaterThan(1_000);
  }

  /** The claim of docs/adr/0018 is needed, and so is that it changes the version. */
  @ParameterizedTest
  @EnumSource(names = {"READS", "REPEATS"})
  void aReleaserThatDoesNotClaimLosesItsVersion(Releaser.Manner manner) {
    assertThat(LongStream.rangeClosed(1, 1_000).boxed())
        .anyMatch(seed ->
            GcWorld.play(seed, manner).broken().stream().anyMatch(b -> b.endsWith(" uses")));
  }
}
