package platform.tkex.common.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.common.pods.Pods.ownedBy;
import static platform.tkex.common.pods.Pods.pod;
import static platform.tkex.common.pods.Pods.terminating;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodExpectationsTest {

  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private final FakePodCache cache = new FakePodCache();
  private final PodExpectations expectations = new PodExpectations(cache);
  private final Pod web0 = ownedBy("o", pod("web-0", "u0", "10"));

  @Test
  void aCreationIsUnseenUntilTheCacheTellsOfItsUid() {
    cache.reached = "9";
    expectations.created("o", "x/web-0", "u0", "10");
    expectations.created("o", "x/web-1", "u1", "11");
    assertThat(expectations.createdUnseen("o"))
        .containsExactly(
            new CreatedPod("x/web-0", "u0", "10"), new CreatedPod("x/web-1", "u1", "11"));

    cache.tell(null, web0);

    assertThat(expectations.createdUnseen("o")).extracting(CreatedPod::name).containsOnly("web-1");
  }

  @Test
  void aPodOfTheSameNameAndAnotherUidIsNotIt() {
    cache.reached = "9";
    expectations.created("o", "x/web-0", "u0", "10");

    cache.tell(null, ownedBy("o", pod("web-0", "earlier", "8")));

    assertThat(expectations.createdUnseen("o")).hasSize(1);
  }

  @Test
  void aPodThatCameAndWentInAGapIsResolvedByTheVersion() {
    cache.reached = "9";
    expectations.created("o", "x/web-0", "u0", "10");

    cache.reached = "10";

    assertThat(expectations.createdUnseen("o")).isEmpty();
  }

  /** The event may come before the POST's answer. */
  @Test
  void aCreationThatWasSeenBeforeItWasConfirmed() {
    cache.tell(null, web0);
    cache.reached = "10";

    expectations.created("o", "x/web-0", "u0", "10");

    assertThat(expectations.createdUnseen("o")).isEmpty();
  }

  @Test
  void aCacheThatIsNotFilledResolvesNothing() {
    expectations.created("o", "x/web-0", "u0", "10");

    assertThat(expectations.createdUnseen("o")).hasSize(1);
    assertThat(expectations.createdUnseen("other")).isEmpty();
  }

  @Test
  void aDeletionIsResolvedByItsTimestamp() {
    expectations.deleting("o", "u0");
    cache.tell(web0, ownedBy("o", pod("web-0", "u0", "11")));
    assertThat(expectations.deletedUnseen("o")).as("another change").contains("u0");

    cache.tell(web0, terminating(web0));

    assertThat(expectations.deletedUnseen("o")).doesNotContain("u0");
  }

  @Test
  void aDeletionIsResolvedWhenThePodIsGone() {
    expectations.deleting("o", "u0");
    expectations.deleting("o", "u1");

    cache.tell(web0, null);

    assertThat(expectations.deletedUnseen("o")).doesNotContain("u0");
    assertThat(expectations.deletedUnseen("o")).contains("u1");
  }

  @Test
  void aDeletionIsResolvedWhenTheNameIsAnotherPods() {
    expectations.deleting("o", "u0");

    cache.tell(web0, ownedBy("o", pod("web-0", "next", "12")));

    assertThat(expectations.deletedUnseen("o")).doesNotContain("u0");
  }

  @Test
  void aDeletionThatFailedIsTakenBack() {
    expectations.deleting("o", "u0");

    expectations.notDeleted("o", "u0", null);

    assertThat(expectations.deletedUnseen("o")).doesNotContain("u0");
  }

  @Test
  void anUnknownOutcomeStaysADeletionAndIsSentAgain() {
    expectations.deleting("o", "u0");
    expectations.deleteUnknown("o", "u0", null, NOW);
    assertThat(expectations.deletedUnseen("o")).contains("u0");
    assertThat(expectations.inDoubt("o", NOW)).containsOnlyKeys("u0");

    expectations.deleting("o", "u0");
    expectations.deleteConfirmed("o", "u0");

    assertThat(expectations.inDoubt("o", NOW)).as("known now").isEmpty();
    assertThat(expectations.deletedUnseen("o")).contains("u0");
  }

  /** No API server works on a request for longer. */
  @Test
  void aDoubtEndsAfterAMinute() {
    expectations.deleting("o", "u0");
    expectations.deleteUnknown("o", "u0", null, NOW);

    assertThat(expectations.inDoubt("o", NOW.plusSeconds(59)))
        .containsExactly(Map.entry("u0", NOW.plusSeconds(60)));
    assertThat(expectations.inDoubt("o", NOW.plusSeconds(60))).isEmpty();
    assertThat(expectations.deletedUnseen("o")).isEmpty();
  }

  @Test
  void anUnknownOutcomeOfWhatWasSeenMeanwhileIsNoOutcome() {
    expectations.deleting("o", "u0");
    cache.tell(web0, null);

    expectations.deleteUnknown("o", "u0", null, NOW);

    assertThat(expectations.inDoubt("o", NOW)).isEmpty();
  }

  /** A DELETE that is bound to a version of the pod has no effect on a later one. */
  @Test
  void aDoubtBoundToAVersionEndsWithTheVersion() {
    cache.owned = List.of(web0);
    expectations.deleting("o", "u0");
    expectations.deleteUnknown("o", "u0", web0.getMetadata().getResourceVersion(), NOW);
    assertThat(expectations.inDoubt("o", NOW)).containsOnlyKeys("u0");

    cache.owned = List.of(ownedBy("o", pod("web-0", "u0", "12")));

    assertThat(expectations.inDoubt("o", NOW)).isEmpty();
    assertThat(expectations.deletedUnseen("o")).isEmpty();
  }

  @Test
  void aRefusalForItsVersionSaysNothingOfAnEarlierDeletionOfAnyVersion() {
    expectations.deleting("o", "u0");
    expectations.deleteUnknown("o", "u0", null, NOW);
    expectations.deleting("o", "u0");
    expectations.notDeleted("o", "u0", "10");
    assertThat(expectations.inDoubt("o", NOW)).containsOnlyKeys("u0");

    expectations.deleting("o", "u0");
    expectations.deleteUnknown("o", "u0", "10", NOW);
    cache.owned = List.of(ownedBy("o", pod("web-0", "u0", "12")));
    assertThat(expectations.inDoubt("o", NOW)).containsOnlyKeys("u0");

    expectations.deleting("o", "u0");
    expectations.notDeleted("o", "u0", null);
    assertThat(expectations.inDoubt("o", NOW)).isEmpty();
  }

  @Test
  void anOwnerThatIsGoneIsForgotten() {
    expectations.created("o", "x/web-1", "u1", "11");
    expectations.deleting("o", "u0");
    expectations.deleting("other", "u9");

    expectations.forget("o");

    assertThat(expectations.createdUnseen("o")).isEmpty();
    assertThat(expectations.deletedUnseen("o")).doesNotContain("u0");
    assertThat(expectations.deletedUnseen("other")).contains("u9");
  }
}
