package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.model.Amount;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Ways;
import platform.tkex.statefulsetplus.release.Release;

/** Whatever people and pods do: safe after every pass, and at rest once they stop. */
final class History {
  private static final List<String> TEMPLATES = List.of("v1", "v2", "v3", "bad");

  private static final List<BatchConfig.RollbackScope> SCOPES =
      List.of(BatchConfig.RollbackScope.values());

  private static final Duration GRACE = Duration.ofSeconds(20);

  private History() {}

  /** Lives the history of this seed; throws where a rule is broken. */
  static void live(long seed) {
    live(seed, false);
  }

  /** Lives it with pods that live on, and leave their Services before they are changed. */
  static void liveOn(long seed) {
    live(seed, true);
  }

  private static void live(long seed, boolean on) {
    Random random = new Random(seed);
    ToyCluster cluster =
        new ToyCluster(
            ToyCluster.workload(1 + random.nextInt(12), random.nextBoolean(), plan(random)));
    cluster.broken.add("bad");
    if (on) {
      cluster.gates.grace = GRACE;
      cluster.ways = ToyGates.ways(cluster);
    }
    for (int i = 0; i < 60; i++) {
      if (on && random.nextInt(6) == 0) {
        anotherPolicy(cluster, random);
      }
      somebodyActs(cluster, random);
      for (int passes = random.nextInt(6); passes > 0; passes--) {
        Set<String> known = uids(cluster);
        cluster.pass();
        assertSafe(cluster, known);
      }
    }
    cluster.pause(false);
    cluster.settle();
    int writes = cluster.writes;
    cluster.settle();
    assertThat(cluster.writes).as("an idle workload is not written").isEqualTo(writes);
    for (int i = 0; i < 40; i++) {
      cluster.wait(Duration.ofMinutes(10)).settle();
    }
    assertAtRest(cluster);
  }

  private static BatchConfig plan(Random random) {
    BatchConfig plan = Edits.sizes(ToyCluster.plan(), 1 + random.nextInt(5));
    plan = random.nextInt(4) == 0 ? Edits.confirmed(plan) : plan;
    plan = random.nextInt(4) == 0 ? Edits.serial(plan) : plan;
    plan = Edits.tolerance(plan, Amount.percentOf(random.nextInt(50)));
    return Edits.scope(plan, SCOPES.get(random.nextInt(3)));
  }

  private static void somebodyActs(ToyCluster cluster, Random random) {
    switch (random.nextInt(12)) {
      case 0, 1 -> cluster.apply(TEMPLATES.get(random.nextInt(TEMPLATES.size())));
      case 2 -> cluster.scale(random.nextInt(13));
      case 3 -> cluster.pause(random.nextBoolean());
      case 4 -> cluster.lose(random.nextInt(12));
      case 5 -> cluster.command(c -> Edits.confirm(c, "" + (1 + random.nextInt(6))));
      case 6 ->
          cluster.command(c -> Edits.rollback(c, random.nextBoolean() ? "last-good" : "", ""));
      case 7 ->
          cluster.command(c -> Edits.rollback(c, TEMPLATES.get(random.nextInt(4)), "in-batches"));
      case 8 -> cluster.command(c -> Edits.rollbackBatch(c, "" + random.nextInt(6)));
      case 9 -> cluster.command(c -> Edits.retry(c, TEMPLATES.get(random.nextInt(4))));
      case 10 -> cluster.edit(w -> Edits.batches(w, random.nextInt(5) == 0 ? null : plan(random)));
      default -> cluster.wait(Duration.ofSeconds(random.nextInt(90)));
    }
  }

  private static void anotherPolicy(ToyCluster cluster, Random random) {
    cluster.gates.grace = random.nextBoolean() ? GRACE : Duration.ZERO;
    cluster.ways = random.nextInt(3) == 0 ? Ways.RECREATE : ToyGates.ways(cluster);
  }

  private static Set<String> uids(ToyCluster cluster) {
    return cluster.pods.values().stream().map(PodState::uid).collect(Collectors.toSet());
  }

  /** A pod is made at the target only where a batch of it has come, or the whole release has. */
  private static void assertSafe(ToyCluster cluster, Set<String> known) {
    Release release = cluster.release();
    if (!cluster.workload().releasesInBatches()
        || release.first()
        || release.phase() != Release.Phase.RELEASING
        || release.batches().isEmpty()) {
      return;
    }
    for (PodState pod : cluster.pods.values()) {
      if (!known.contains(pod.uid())
          && pod.at(release.target())
          && !release.target().equals(release.base())) {
        assertThat(release.reached(pod.ordinal()))
            .as("%s at %s outside the batches of %s", pod.name(), pod.revision(), release)
            .isTrue();
      }
    }
  }

  private static void assertAtRest(ToyCluster cluster) {
    assertThat(cluster.pods.values())
        .as("no gate is left shut: %s", cluster.describe())
        .noneMatch(pod ->
            pod.gate() != null
                && pod.gate().isShut()
                && pod.settled()
                && pod.phase() == PodState.Phase.RUNNING);
    GeneralStatus general = cluster.general();
    int replicas = cluster.workload().replicas();
    assertThat(cluster.pods.keySet())
        .as("every ordinal has its pod: %s", cluster.describe())
        .hasSize(missingIsExcused(cluster) ? cluster.pods.size() : replicas);
    if (replicas == 0) {
      return;
    }
    Release release = cluster.release();
    if (general == GeneralStatus.PROGRESSING) {
      assertThat(cluster.workload().releasesInBatches() && !release.first())
          .as("a release in batches ends or waits: %s", cluster.describe())
          .isFalse();
    }
    if (general == GeneralStatus.COMPLETED && cluster.workload().releasesInBatches()) {
      assertThat(cluster.pods.values())
          .filteredOn(pod -> cluster.workload().inRange(pod.ordinal()))
          .as(cluster.describe())
          .allMatch(pod -> pod.at(release.target()));
    }
  }

  /** With OrderedReady a broken pod holds back the creation of those above it. */
  private static boolean missingIsExcused(ToyCluster cluster) {
    return !cluster.workload().parallel() && cluster.count("bad") > 0;
  }
}
