package platform.tkex.statefulsetplus.plan;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** Other histories at each run. */
class RandomHistoriesTest {
  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void isSafeAtEveryPassAndComesToRest(@ForAll long seed) {
    History.live(seed);
  }
}
