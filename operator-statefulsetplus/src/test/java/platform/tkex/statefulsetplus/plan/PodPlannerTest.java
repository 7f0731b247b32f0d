package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.statefulsetplus.model.ClaimState;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Workload;

/** One pass over four pods, 5 to 8, that all were well. */
class PodPlannerTest {
  private static final Workload.ClaimRetention RETAIN = new Workload.ClaimRetention(false, false);

  /** What became of a pod, and what the pass does about it; OrderedReady lets the rest wait. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "7 is lost, create 7 at v1",
    "7 has ended, delete 7: it has ended",
    "7 has ended and goes, ''",
    "7 goes, ''",
    "7 is renamed, fix 7",
    "7 is renamed and goes, ''",
    "7 is unready, ''",
    "9 is left over, delete 9: scale-in",
    "4 is left over, delete 4: scale-in",
    "9 is left over and goes, ''",
  })
  void whatHappensToAPodIsAnswered(String event, String answer) {
    for (boolean parallel : new boolean[] {true, false}) {
      ToyCluster cluster = settled(parallel);
      happens(cluster, event);
      assertThat(String.join(",", Actions.texts(cluster.planned()))).isEqualTo(answer);
    }
  }

  @ParameterizedTest(name = "{0} and {1}: ordered {2}, parallel {3}")
  @CsvSource({
    "5 is unready, 7 is lost, '', create 7 at v1",
    "5 is lost, 7 is lost, create 5 at v1, 'create 5 at v1,create 7 at v1'",
    "8 is unready, 7 is lost, create 7 at v1, create 7 at v1",
    "5 is unready, 7 has ended, '', delete 7: it has ended",
    "5 is unready, 9 is left over, '', delete 9: scale-in",
    "9 is left over, 10 is left over, delete 10: scale-in, "
        + "'delete 10: scale-in,delete 9: scale-in'",
    "9 is left over, 10 is left over and goes, '', delete 9: scale-in",
    "9 is left over and unready, 10 is left over, delete 10: scale-in, "
        + "'delete 10: scale-in,delete 9: scale-in'",
    "9 is left over, 10 is left over and unready, delete 10: scale-in, "
        + "'delete 10: scale-in,delete 9: scale-in'",
    "9 is left over and unready, 10 is left over and unready, '', "
        + "'delete 10: scale-in,delete 9: scale-in'",
  })
  void orderedReadyLetsLowerOrdinalsComeAndHigherOnesGoFirst(
      String event, String other, String ordered, String parallel) {
    for (boolean isParallel : new boolean[] {true, false}) {
      ToyCluster cluster = settled(isParallel);
      happens(cluster, event);
      happens(cluster, other);
      assertThat(String.join(",", Actions.texts(cluster.planned())))
          .isEqualTo(isParallel ? parallel : ordered);
    }
  }

  @Test
  void aPassTakesNoMoreThanItCanStopSoon() {
    ToyCluster cluster = new ToyCluster(ToyCluster.workload(1_200, true, null));
    assertThat(Actions.texts(cluster.planned()))
        .hasSize(500)
        .startsWith("create 0 at v1")
        .endsWith("create 499 at v1");
    cluster.settle();
    assertThat(cluster.count("v1")).isEqualTo(1_200);

    cluster.scale(600);
    IntStream.range(0, 550).forEach(cluster::lose);

    List<String> planned = Actions.texts(cluster.planned());
    assertThat(planned).filteredOn(text -> text.startsWith("create")).hasSize(500);
    assertThat(planned).filteredOn(text -> text.startsWith("delete")).hasSize(500);
    cluster.settle();
    assertThat(cluster.pods).hasSize(600);
  }

  @ParameterizedTest
  @CsvSource({"499, false", "500, true", "501, true"})
  void whatWasLeftOverIsKnown(int pods, boolean more) {
    ToyCluster cluster = new ToyCluster(ToyCluster.workload(pods, true, null));
    assertThat(PodPlanner.isCut(cluster.planned())).isEqualTo(more);
  }

  @Test
  void updatesWaitForScaleInOnlyWhenOrdered() {
    for (boolean parallel : new boolean[] {true, false}) {
      ToyCluster cluster = settled(parallel);
      happens(cluster, "9 is left over and goes");
      cluster.apply("v2");
      cluster.pass();
      assertThat(Actions.texts(cluster.planned()))
          .isEqualTo(parallel ? List.of("delete 8: update") : List.of());
    }
  }

  @Test
  void thePodsOfARunningBatchComeBackWithoutTheirTurn() {
    ToyCluster cluster = settled(false);
    cluster.edit(w -> Edits.batches(w, Edits.sizes(ToyCluster.plan(), 2)));
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.until(_ -> cluster.count("v2") == 2);
    cluster.lose(8);
    cluster.lose(5);
    assertThat(Actions.texts(cluster.planned()))
        .containsExactly("create 5 at v1", "create 8 at v2");
  }

  @Test
  void thePodsOfARunningRollbackComeBackWithoutTheirTurn() {
    ToyCluster cluster = settled(false);
    cluster.edit(w -> Edits.batches(w, Edits.sizes(ToyCluster.plan(), 2)));
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.until(_ -> cluster.count("v2") == 2);
    cluster.command(c -> Edits.rollbackBatch(c, "1"));
    cluster.pass();
    cluster.lose(8);
    cluster.lose(6);
    cluster.lose(5);
    assertThat(Actions.texts(cluster.planned()))
        .containsExactly(
            "create 5 at v1", "create 8 at v1", "delete 7: update of an unavailable pod");
  }

  @Test
  void aWorkloadThatIsDeletedIsLeftToTheGarbageCollector() {
    ToyCluster cluster = settled(true);
    happens(cluster, "7 is lost");
    cluster.edit(Edits::deleting);
    assertThat(cluster.planned()).isEmpty();
  }

  @Test
  void aPodIsMadeWithTheClaimsThatItLacks() {
    ToyCluster cluster = withClaims();
    happens(cluster, "7 is lost");
    assertThat(Actions.texts(cluster.planned())).containsExactly("create 7 at v1 logs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"goes", "is owned by its pod"})
  void aPodIsNotMadeBesideAClaimThatVanishes(String how) {
    ToyCluster cluster = withClaims();
    OwnerReference pod = new OwnerReference("v1", true, true, "Pod", "web-7", "u");
    happens(cluster, "7 is lost");
    claim(cluster, "data-web-7", how.equals("goes"), how.equals("goes") ? null : pod);
    assertThat(Actions.texts(cluster.planned())).isEmpty();
  }

  @Test
  void aPodIsMadeForAClaimThatStays() {
    ToyCluster cluster = withClaims();
    happens(cluster, "7 is lost");
    claim(
        cluster,
        "data-web-7",
        false,
        new OwnerReference("platform.tkex/v1", true, true, "StatefulSetPlus", "web", "uid"));
    assertThat(Actions.texts(cluster.planned())).containsExactly("create 7 at v1 logs");
  }

  @Test
  void onlyAPendingPodWaitsForItsClaims() {
    ToyCluster cluster = withClaims();
    happens(cluster, "6 is unready");
    cluster.change(7, Edits::pending);
    assertThat(Actions.texts(cluster.planned())).containsExactly("claims of 7: logs");
  }

  private static ToyCluster settled(boolean parallel) {
    ToyCluster cluster = new ToyCluster(ToyCluster.workload(4, parallel, null));
    cluster.edit(w -> Edits.start(w, 5));
    return cluster.settle();
  }

  /** Each pod has its claim data-, none has its claim logs-. */
  private static ToyCluster withClaims() {
    ToyCluster cluster = settled(true);
    cluster.edit(w -> Edits.claims(w, RETAIN, "data", "logs"));
    for (int ordinal = 5; ordinal < 9; ordinal++) {
      claim(cluster, "data-web-" + ordinal, false, null);
    }
    return cluster;
  }

  private static void claim(
      ToyCluster cluster, String name, boolean terminating, @Nullable OwnerReference owner) {
    List<OwnerReference> owners = owner == null ? List.of() : List.of(owner);
    cluster.claims.put(name, new ClaimState(name, "c", terminating, "1", owners));
  }

  /** As in "9 is left over and unready". */
  private static void happens(ToyCluster cluster, String event) {
    int ordinal = Integer.parseInt(event.substring(0, event.indexOf(' ')));
    if (event.contains("is left over")) {
      cluster.pods.put(ordinal, leftOver(cluster, ordinal));
    }
    if (event.contains("is lost")) {
      cluster.lose(ordinal);
    }
    if (event.contains("has ended")) {
      cluster.change(ordinal, Edits::ended);
    }
    if (event.contains("is renamed")) {
      cluster.change(ordinal, Edits::renamed);
    }
    if (event.contains("unready")) {
      cluster.change(ordinal, Edits::unready);
    }
    if (event.contains("goes")) {
      cluster.change(ordinal, Edits::terminating);
    }
  }

  private static PodState leftOver(ToyCluster cluster, int ordinal) {
    return new PodState(
        "web-" + ordinal,
        ordinal,
        "left" + ordinal,
        "1",
        "v1",
        PodState.Phase.RUNNING,
        false,
        cluster.now,
        true);
  }
}
