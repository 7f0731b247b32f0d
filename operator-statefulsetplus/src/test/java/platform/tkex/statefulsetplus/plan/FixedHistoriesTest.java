package platform.tkex.statefulsetplus.plan;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same histories at each run: what kills a mutant once does so again. */
class FixedHistoriesTest {
  private static final int HISTORIES = 25;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void areSafeAtEveryPassAndComeToRest(long part) {
    for (long seed = part * HISTORIES; seed < (part + 1) * HISTORIES; seed++) {
      History.live(seed);
    }
  }
}
