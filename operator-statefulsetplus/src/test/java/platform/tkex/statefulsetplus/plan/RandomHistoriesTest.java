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

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void isSafeWithPodsThatLiveOn(@ForAll long seed) {
    History.liveOn(seed);
  }
}
