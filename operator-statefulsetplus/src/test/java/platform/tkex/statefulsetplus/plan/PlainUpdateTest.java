package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.model.Amount;

/** Without a plan all is as in apps/v1. Ten pods, 5 to 14. */
class PlainUpdateTest {
  /** Found by seed 4163 of the simulation: a deletion that was answered late took one pod more. */
  @Test
  void aPodThatPerhapsGoesSpendsTheBudgetAndIsDeletedAgain() {
    ToyCluster cluster = settled();
    cluster.apply("v2");
    cluster.pass();
    cluster.inDoubt.put(uid(cluster, 5), cluster.now.plusSeconds(60));

    assertThat(Actions.texts(cluster.planned())).containsExactly("delete 5: update");
  }

  /** Found by seed 95175: the plan had become Serial since the deletion was sent. */
  @Test
  void aPodThatPerhapsGoesIsNotDeletedAgainBeyondTheBudget() {
    ToyCluster cluster = settled();
    cluster.apply("v2");
    cluster.pass();
    cluster.inDoubt.put(uid(cluster, 5), cluster.now.plusSeconds(60));
    cluster.change(7, Edits::unready);

    assertThat(Actions.texts(cluster.planned()))
        .containsExactly("delete 7: update of an unavailable pod");
  }

  @Test
  void aPodThatPerhapsGoesIsNotDeletedAgainWhereItBelongs() {
    ToyCluster cluster = settled();
    cluster.apply("v2");
    cluster.until(_ -> cluster.count("v2") == 1 && cluster.planned().size() == 1);
    assertThat(Actions.texts(cluster.planned())).containsExactly("delete 13: update");

    cluster.inDoubt.put(uid(cluster, 14), cluster.now.plusSeconds(60));

    assertThat(cluster.planned()).isEmpty();
  }

  private static String uid(ToyCluster cluster, int ordinal) {
    return Objects.requireNonNull(cluster.pods.get(ordinal)).uid();
  }

  @ParameterizedTest(name = "maxUnavailable {0}%, unready [{1}]: available ones moved {2}")
  @CsvSource({
    "30, '', 14 13 12",
    "35, '', 14 13 12",
    "5, '', 14",
    "30, 6, 14 13",
    "30, 6 7 8, ''",
    "30, 6 7 8 9, ''",
  })
  void theUnavailableSpendTheBudgetAndGoFirst(int percent, String unready, String moved) {
    // given
    ToyCluster cluster = settled();
    cluster.edit(w -> Edits.maxUnavailable(w, Amount.percentOf(percent)));
    List<Integer> broken = numbers(unready);
    broken.forEach(ordinal -> cluster.change(ordinal, Edits::unready));

    // when
    cluster.apply("v2");
    cluster.pass();

    // then
    assertThat(cluster.planned())
        .allSatisfy(action -> {
          Action.DeletePod delete = (Action.DeletePod) action;
          boolean bound = broken.contains(delete.pod().ordinal());
          assertThat(delete.version()).isEqualTo(bound ? delete.pod().resourceVersion() : null);
        });
    assertThat(Actions.texts(cluster.planned()))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.concat(
                    broken.stream().mapToInt(i -> i), numbers(moved).stream().mapToInt(i -> i))
                .mapToObj(i ->
                    "delete %d: update%s"
                        .formatted(i, broken.contains(i) ? " of an unavailable pod" : ""))
                .toList());
  }

  @Test
  void belowThePartitionThePodsStayAndComeBackAsTheyWere() {
    ToyCluster cluster = settled();
    cluster.edit(w -> Edits.partition(w, 3));
    cluster.apply("v2");
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v2 v2 v2 v2 v2 v2 v2");
    cluster.lose(7);
    cluster.lose(8);
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v2 v2 v2 v2 v2 v2 v2");
    assertThat(cluster.general()).isEqualTo(GeneralStatus.PROGRESSING);
  }

  @Test
  void belowThePartitionAnUnavailablePodStaysToo() {
    ToyCluster cluster = settled();
    cluster.edit(w -> Edits.partition(w, 3));
    cluster.change(7, Edits::unready);
    cluster.change(8, Edits::unready);
    cluster.apply("v2");
    cluster.pass();
    assertThat(Actions.texts(cluster.planned()))
        .containsExactly("delete 8: update of an unavailable pod");
  }

  @Test
  void aPartitionThatIsRaisedTurnsNoPodBackNotEvenAnUnavailableOne() {
    ToyCluster cluster = settled();
    cluster.edit(w -> Edits.partition(w, 3));
    cluster.apply("v2");
    cluster.settle();
    cluster.edit(w -> Edits.partition(w, 6));
    cluster.change(9, Edits::unready);
    cluster.pass();
    assertThat(Actions.texts(cluster.planned())).isEmpty();
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v2 v2 v2 v2 v2 v2 v2");
  }

  @Test
  void withoutParametersAsManyLowOrdinalsComeBackOldAsThereAreOldPods() {
    ToyCluster cluster = halfWay();
    cluster.edit(w -> Edits.partition(w, null));
    cluster.lose(5);
    cluster.lose(10);
    cluster.lose(14);
    assertThat(Actions.texts(cluster.planned()))
        .startsWith("create 5 at v1", "create 10 at v2", "create 14 at v2");
  }

  @Test
  void withoutParametersAPodThatGoesCountsAsNoOldOne() {
    ToyCluster cluster = halfWay();
    cluster.edit(w -> Edits.partition(w, null));
    cluster.lose(9);
    assertThat(Actions.texts(cluster.planned())).startsWith("create 9 at v2");
  }

  @Test
  void withParametersALostPodComesBackUpdated() {
    ToyCluster cluster = halfWay();
    cluster.lose(5);
    assertThat(Actions.texts(cluster.planned())).startsWith("create 5 at v2");
  }

  @Test
  void onDeleteALostPodComesBackUpdatedAndNoneIsMoved() {
    ToyCluster cluster = settled();
    cluster.edit(Edits::onDelete);
    cluster.edit(w -> Edits.partition(w, 3));
    cluster.apply("v2");
    cluster.settle();
    cluster.lose(5);
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v2 v1 v1 v1 v1 v1 v1 v1 v1 v1");
  }

  @Test
  void pausedNothingIsMoved() {
    ToyCluster cluster = settled();
    cluster.pause(true);
    cluster.change(6, Edits::unready);
    cluster.apply("v2");
    cluster.pass();
    assertThat(cluster.planned()).isEmpty();
  }

  @Test
  void whatGoesOrHasEndedIsNotMovedBesides() {
    ToyCluster cluster = settled();
    cluster.change(14, Edits::ended);
    cluster.change(13, Edits::terminating);
    cluster.apply("v2");
    cluster.pass();
    assertThat(Actions.texts(cluster.planned())).containsExactly("delete 14: it has ended");
  }

  @Test
  void whatScaleInTakesIsNotMovedBesides() {
    ToyCluster cluster = settled();
    cluster.scale(9);
    cluster.apply("v2");
    cluster.pass();
    assertThat(Actions.texts(cluster.planned()))
        .containsExactly("delete 14: scale-in", "delete 13: update");
  }

  @Test
  void orderedPodsFollowOneAnother() {
    ToyCluster cluster = settled();
    cluster.edit(Edits::ordered);
    cluster.change(6, Edits::unready);
    cluster.apply("v2");
    cluster.pass();
    assertThat(Actions.texts(cluster.planned()))
        .containsExactly("delete 6: update of an unavailable pod");
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(10);
    assertThat(cluster.maxDown).isEqualTo(1);
  }

  private static ToyCluster settled() {
    ToyCluster cluster = new ToyCluster(ToyCluster.workload(10, true, null));
    cluster.edit(w -> Edits.start(w, 5));
    cluster.settle().forget();
    return cluster;
  }

  /** Pods 5 to 9 are old, 10 to 14 are updated. */
  private static ToyCluster halfWay() {
    ToyCluster cluster = settled();
    cluster.edit(w -> Edits.partition(w, 5));
    cluster.apply("v2");
    cluster.settle();
    cluster.edit(w -> Edits.partition(w, 0));
    assertThat(cluster.count("v2")).isEqualTo(5);
    return cluster;
  }

  private static List<Integer> numbers(String text) {
    return text.isEmpty()
        ? List.of()
        : List.of(text.split(" ", -1)).stream().map(Integer::valueOf).toList();
  }
}
