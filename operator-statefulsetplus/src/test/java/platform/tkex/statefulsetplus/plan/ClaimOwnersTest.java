package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import platform.tkex.statefulsetplus.model.ClaimState;
import platform.tkex.statefulsetplus.model.Workload;

/** Who owns a claim, by retention policy and by whether its pod stays. */
class ClaimOwnersTest {
  /** The claim is that of pod 1; "-" says that nothing is to be done. */
  @ParameterizedTest(name = "{0}/{1}, pod {2}, owners [{3}]: {4}")
  @CsvSource({
    "Retain, Retain, stays, '', -",
    "Retain, Retain, stays, us, ''",
    "Retain, Retain, goes,  '', -",
    "Retain, Retain, goes,  pod, ''",
    "Delete, Retain, stays, '', StatefulSetPlus/web/uid*",
    "Delete, Retain, stays, us, -",
    "Delete, Retain, goes,  '', StatefulSetPlus/web/uid*",
    "Delete, Retain, goes,  pod, StatefulSetPlus/web/uid*",
    "Retain, Delete, stays, '', -",
    "Retain, Delete, stays, pod, ''",
    "Retain, Delete, goes,  '', Pod/web-1/u1*",
    "Retain, Delete, goes,  pod, -",
    "Delete, Delete, stays, pod, StatefulSetPlus/web/uid*",
    "Delete, Delete, goes,  us, Pod/web-1/u1*",
  })
  void ownersAreThoseOfThePolicy(
      String whenDeleted, String whenScaled, String pod, String owners, String expected) {
    assertOwners(whenDeleted, whenScaled, pod, owners, expected);
  }

  @ParameterizedTest(name = "owners [{0}]: {1}")
  @CsvSource({
    "friend, Job/web/f StatefulSetPlus/web/uid*",
    "neighbour, Pod/web-9/n StatefulSetPlus/web/uid*",
    "namesake, StatefulSetPlus/web/s StatefulSetPlus/web/uid*",
    "sister, StatefulSetPlus/api/x StatefulSetPlus/web/uid*",
    "controller, -",
    "us controller, Job/web/c*",
    "us-before, -",
    "pod-before, -",
  })
  void foreignOwnersStayAndAnotherControllerOrLifeIsNotTakenFrom(String owners, String expected) {
    assertOwners("Delete", "Delete", "stays", owners, expected);
  }

  @Test
  void aClaimThatGoesKeepsItsOwners() {
    ToyCluster cluster = cluster("Delete", "Delete");
    cluster.claims.put("data-web-1", new ClaimState("data-web-1", "c", true, "1", List.of()));

    assertThat(Actions.texts(cluster.planned())).isEmpty();
  }

  /** Its own last write is not in the cache yet, and would be refused a second time. */
  @Test
  void aClaimThatIsNotKnownForSureIsLeftAlone() {
    ToyCluster cluster = cluster("Delete", "Delete");
    cluster.claims.put(
        "data-web-1", new ClaimState("data-web-1", "c", false, "1", List.of(), true));

    assertThat(Actions.texts(cluster.planned())).isEmpty();
  }

  /**
   * Found by seed 193313 of the simulation: scaled to nothing and back, pods were updated that
   * still owned their claims, and their data went with them.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aPodThatOwnsItsClaimIsNotUpdatedBeforeTheClaimIsSafe(boolean sure) {
    ToyCluster cluster = cluster("Retain", "Delete");
    cluster.claims.put(
        "data-web-1",
        new ClaimState(
            "data-web-1", "c", false, "1", sure ? List.of(owner("pod")) : List.of(), !sure));
    cluster.apply("v2");
    cluster.pass();

    assertThat(Actions.texts(cluster.planned()))
        .containsExactlyElementsOf(sure ? List.of("owners of data-web-1: ") : List.of());

    cluster.claims.put("data-web-1", new ClaimState("data-web-1", "c", false, "2", List.of()));
    assertThat(Actions.texts(cluster.planned())).containsExactly("delete 1: update");
  }

  /** Nothing can save it any more, and the next pod waits for another. */
  @Test
  void aClaimThatGoesKeepsNoPodFromItsUpdate() {
    ToyCluster cluster = cluster("Retain", "Delete");
    cluster.claims.put(
        "data-web-1", new ClaimState("data-web-1", "c", true, "1", List.of(owner("pod"))));
    cluster.apply("v2");
    cluster.pass();

    assertThat(Actions.texts(cluster.planned())).containsExactly("delete 1: update");
  }

  @Test
  void anotherOwnerOfAClaimKeepsNoPodFromItsUpdate() {
    ToyCluster cluster = cluster("Retain", "Retain");
    cluster.claims.put(
        "data-web-1", new ClaimState("data-web-1", "c", false, "1", List.of(owner("friend"))));
    cluster.apply("v2");
    cluster.pass();

    assertThat(Actions.texts(cluster.planned())).containsExactly("delete 1: update");
  }

  private static void assertOwners(
      String whenDeleted, String whenScaled, String pod, String owners, String expected) {
    // given
    ToyCluster cluster = cluster(whenDeleted, whenScaled);
    List<OwnerReference> given =
        Stream.of(owners.split(" ", -1)).filter(o -> !o.isEmpty()).map(o -> owner(o)).toList();
    cluster.claims.put("data-web-1", new ClaimState("data-web-1", "c", false, "1", given));

    // when
    if (pod.equals("goes")) {
      cluster.scale(1);
    }

    // then
    assertThat(Actions.texts(cluster.planned()))
        .filteredOn(action -> action.startsWith("owners"))
        .isEqualTo(expected.equals("-") ? List.of() : List.of("owners of data-web-1: " + expected));
  }

  private static ToyCluster cluster(String whenDeleted, String whenScaled) {
    ToyCluster cluster = new ToyCluster(ToyCluster.workload(2, true, null));
    Workload.ClaimRetention retention =
        new Workload.ClaimRetention(whenDeleted.equals("Delete"), whenScaled.equals("Delete"));
    cluster.edit(w -> Edits.claims(w, retention, "data"));
    return cluster.settle();
  }

  private static OwnerReference owner(String who) {
    String ours = "platform.tkex/v1";
    return switch (who) {
      case "us" -> new OwnerReference(ours, true, true, "StatefulSetPlus", "web", "uid");
      case "us-before" -> new OwnerReference(ours, true, true, "StatefulSetPlus", "web", "b");
      case "pod" -> new OwnerReference("v1", true, true, "Pod", "web-1", "u1");
      case "pod-before" -> new OwnerReference("v1", true, true, "Pod", "web-1", "b");
      case "neighbour" -> new OwnerReference("v1", true, false, "Pod", "web-9", "n");
      case "namesake" -> new OwnerReference("other/v1", true, null, "StatefulSetPlus", "web", "s");
      case "sister" -> new OwnerReference(ours, true, null, "StatefulSetPlus", "api", "x");
      case "friend" -> new OwnerReference("batch/v1", true, null, "Job", "web", "f");
      case "controller" -> new OwnerReference("batch/v1", true, true, "Job", "web", "c");
      default -> throw new IllegalArgumentException(who);
    };
  }
}
