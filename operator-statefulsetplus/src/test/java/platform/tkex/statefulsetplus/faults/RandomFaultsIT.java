package platform.tkex.statefulsetplus.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import platform.tkex.statefulsetplus.faults.RandomFaults.Fate;
import platform.tkex.statefulsetplus.faults.Trial.Ending;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.TestNamespace;

/** A quarter of all requests fails, in every way in which requests fail. */
@FaultTest
class RandomFaultsIT {

  private static final Logger LOG = LoggerFactory.getLogger(RandomFaultsIT.class);
  private static final int RELEASES = 10;

  /** {@code TKEX_FAULT_SEED} plays the faults of a failed run again. */
  @Test
  void releasesEndWhateverTheApiServerAnswers(Cluster cluster, TestNamespace namespace) {
    String given = System.getenv("TKEX_FAULT_SEED");
    long seed = given == null ? ThreadLocalRandom.current().nextLong() : Long.parseLong(given);
    LOG.info("TKEX_FAULT_SEED={}", seed);
    try (Rig rig = Rig.of(cluster, namespace, "random").started()) {
      List<Trial> trials =
          IntStream.range(0, RELEASES)
              .mapToObj(i ->
                  Trial.create(
                      namespace,
                      "web-" + (char) ('a' + i),
                      i % 4 == 3 ? Ending.ROLLED_BACK : Ending.COMPLETED))
              .toList();
      trials.forEach(Trial::awaitRunning);
      RandomFaults faults = new RandomFaults(seed, trials.stream().map(Trial::name).toList());
      rig.proxy().rule(faults);

      trials.forEach(Trial::release);
      trials.forEach(Trial::awaitEnd);

      rig.awaitQuiet();
      LOG.info("faults: {}", faults.drawn());
      assertThat(faults.drawn().keySet())
          .as("fates that were drawn, seed %s", seed)
          .containsAll(Stream.of(Fate.values()).filter(fate -> !fate.isSilence()).toList());
      trials.forEach(Trial::check);
      trials.forEach(Trial::close);
    }
  }
}
