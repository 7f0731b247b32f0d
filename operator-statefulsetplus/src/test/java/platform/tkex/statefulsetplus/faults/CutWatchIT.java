package platform.tkex.statefulsetplus.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import platform.tkex.statefulsetplus.faults.Trial.Ending;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.faults.Watches;

/** The watch of one kind is cut again and again, those of all others are not. */
@FaultTest
class CutWatchIT {

  private static final Duration BETWEEN_CUTS = Duration.ofMillis(200);

  private static final List<String> KINDS =
      List.of("pods", "statefulsetpluses", "controllerrevisions", "persistentvolumeclaims");

  @Test
  void releasesEndWhicheverKindItIs(Cluster cluster, TestNamespace namespace) {
    try (Rig rig = Rig.of(cluster, namespace, "cut").started()) {
      for (String kind : KINDS) {
        List<Trial> trials =
            IntStream.range(0, 3)
                .mapToObj(i -> Trial.create(namespace, kind + "-" + i, Ending.COMPLETED))
                .toList();
        trials.forEach(Trial::awaitRunning);
        trials.forEach(Trial::release);

        assertThat(cutUntilAllEnd(rig.proxy().watches(), kind, trials))
            .as("cuts of the watch of %s", kind)
            .isGreaterThan(5);

        trials.forEach(Trial::awaitEnd);
        rig.awaitQuiet();
        trials.forEach(Trial::check);
        trials.forEach(Trial::close);
      }
    }
  }

  /** How many watches were cut until all releases had ended. */
  private static int cutUntilAllEnd(Watches watches, String kind, List<Trial> trials) {
    AtomicInteger cuts = new AtomicInteger();
    Instant[] next = {Instant.now()};
    Await.until(
        "all releases end, with watches cut",
        () -> {
          if (Instant.now().isAfter(next[0])) {
            cuts.addAndGet(watches.cut(kind));
            next[0] = Instant.now().plus(BETWEEN_CUTS);
          }
          return trials.stream().allMatch(Trial::hasEnded);
        });
    return cuts.get();
  }
}
