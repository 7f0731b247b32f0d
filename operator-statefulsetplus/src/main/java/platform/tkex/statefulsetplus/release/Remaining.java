package platform.tkex.statefulsetplus.release;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;

/** Pods that a release has still to reach, in the order in which batches take them. */
public final class Remaining {
  private Remaining() {}

  /**
   * Pods of an abandoned revision first, then the highest ordinal first. Pods that are at the
   * target already and lost ones of a started batch are not among them.
   */
  public static List<Integer> of(Snapshot snapshot, Release release) {
    List<Integer> abandoned = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (int ordinal = snapshot.workload().end() - 1;
        ordinal >= snapshot.workload().start();
        ordinal--) {
      if (release.before().contains(ordinal)
          || inStartedBatch(release, ordinal)
          || snapshot.livesAt(ordinal, release.target())) {
        continue;
      }
      (isAbandoned(snapshot.pod(ordinal), release) ? abandoned : others).add(ordinal);
    }
    abandoned.addAll(others);
    return abandoned;
  }

  static Ordinals take(List<Integer> remaining, int size) {
    return Ordinals.of(remaining.stream().limit(size).mapToInt(Integer::intValue).toArray());
  }

  static boolean inStartedBatch(Release release, int ordinal) {
    return release.batches().stream().anyMatch(batch -> batch.ordinals().contains(ordinal));
  }

  /** One that terminates comes back as what it is to be. */
  private static boolean isAbandoned(@Nullable PodState pod, Release release) {
    return pod != null
        && !pod.terminating()
        && !pod.at(release.base())
        && !pod.at(release.target());
  }
}
