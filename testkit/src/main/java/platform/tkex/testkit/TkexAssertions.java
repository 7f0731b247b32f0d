package platform.tkex.testkit;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;

/** The way in to the asserts of the suite's own things. */
public final class TkexAssertions {

  private TkexAssertions() {}

  /** Asserts on a StatefulSetPlus; null is one that does not exist. */
  public static StatefulSetPlusAssert assertThat(@Nullable StatefulSetPlus workload) {
    return new StatefulSetPlusAssert(workload);
  }

  /** Asserts on pods, in the order of their ordinals. */
  public static PodsAssert assertThatPods(List<Pod> pods) {
    return new PodsAssert(pods);
  }

  /** Asserts on what happened to pods. */
  public static PodTimelineAssert assertThatHistory(PodTimeline timeline) {
    return new PodTimelineAssert(timeline);
  }
}
