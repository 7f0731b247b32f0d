package platform.tkex.statefulsetplus.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Await;

/** Who owns a claim, when others own it too, and what that means for its end. */
abstract class ClaimOwnersParity extends ParityTest {

  private Claims claims;

  ClaimOwnersParity(WorkloadKind kind) {
    super(kind);
  }

  @BeforeEach
  void readClaims() {
    claims = new Claims(client, namespace.name());
  }

  @Test
  void aClaimCarriesTheMetadataOfItsTemplate() {
    // when
    createAvailable(set ->
        Claims.add(replicas(1).apply(set))
            .editSpec()
            .editFirstVolumeClaimTemplate()
            .editMetadata()
            .addToLabels("tier", "data")
            .addToAnnotations("example.com/note", "kept")
            .endMetadata()
            .endVolumeClaimTemplate()
            .endSpec());

    // then
    PersistentVolumeClaim claim = claims.all().getFirst();
    assertThat(claim.getMetadata().getLabels())
        .containsEntry("tier", "data")
        .containsEntry("app", "web");
    assertThat(claim.getMetadata().getAnnotations()).containsEntry("example.com/note", "kept");
  }

  @Test
  void withBothPoliciesAClaimBelongsToTheWorkloadUntilItsPodIsScaledIn() {
    // given
    Workload web = createAvailable(set -> Claims.add(replicas(2).apply(set), "Delete", "Delete"));
    awaitOwnerUids(0, web.uid());
    awaitOwnerUids(1, web.uid());

    // when
    web.scale(1);

    // then
    Await.until("the claim went", () -> claims.names().equals(List.of("data-web-0")));
    web.awaitAvailable(1);
    awaitOwnerUids(0, web.uid());
    assertThat(claim(0).getMetadata().getDeletionTimestamp()).isNull();
  }

  @Test
  void foregroundDeletionEndsAfterTheClaims() {
    // given
    Workload web = createAvailable(set -> Claims.add(replicas(1).apply(set), "Delete", "Retain"));
    awaitOwnerUids(0, web.uid());
    assertThat(claim(0).getMetadata().getOwnerReferences().getFirst().getBlockOwnerDeletion())
        .isTrue();

    // when
    web.deleteAndAwait(DeletionPropagation.FOREGROUND);

    // then
    assertThat(claims.all()).isEmpty();
  }

  @Test
  void claimsOutliveADeletionThatOrphansAndTheNewObjectOwnsThem() {
    // given
    Workload web = createAvailable(set -> Claims.add(replicas(1).apply(set), "Delete", "Retain"));
    awaitOwnerUids(0, web.uid());
    List<String> before = claims.uids();

    // when
    web.deleteAndAwait(DeletionPropagation.ORPHAN);

    // then
    awaitOwnerUids(0);
    assertThat(claims.uids()).isEqualTo(before);

    // when
    createAvailable(set -> Claims.add(replicas(1).apply(set), "Delete", "Retain"));

    // then
    awaitOwnerUids(0, web.uid());
    assertThat(claims.uids()).isEqualTo(before);
  }

  @Test
  void otherOwnersOfAClaimAreKeptAsTheyAre() {
    // given
    Workload web = createAvailable(set -> Claims.add(replicas(1).apply(set)));
    OwnerReference stranger = Owners.stranger(client, namespace.name(), false);
    own(0, stranger);

    // when
    web.edit(set -> Claims.retain(set, "Delete", "Delete"));

    // then
    awaitOwnerUids(0, stranger.getUid(), web.uid());
    assertThat(claim(0).getMetadata().getOwnerReferences().getFirst()).isEqualTo(stranger);

    // when
    web.edit(set -> Claims.retain(set, "Retain", "Retain"));

    // then
    awaitOwnerUids(0, stranger.getUid());
    assertThat(claim(0).getMetadata().getOwnerReferences().getFirst()).isEqualTo(stranger);
  }

  @Test
  void aClaimOfAnotherControllerIsLeftToIt() {
    // given
    Workload web = createAvailable(set -> Claims.add(replicas(2).apply(set)));
    OwnerReference stranger = Owners.stranger(client, namespace.name(), true);
    own(0, stranger);

    // when
    web.edit(set -> Claims.retain(set, "Delete", "Delete"));

    // then
    awaitOwnerUids(1, web.uid());
    web.awaitTwoPasses();
    assertThat(Owners.uids(claim(0))).containsExactly(stranger.getUid());
  }

  /** The way to give one replica a fresh disk. */
  @Test
  void aPodAndItsClaimThatAreDeletedTogetherBothComeBack() {
    // given
    Workload web = createAvailable(set -> Claims.add(replicas(2).apply(set)));
    List<String> before = claims.uids();

    // when
    client.resource(claim(0)).delete();
    web.deletePod(0);

    // then
    Await.until(
        "the claim is new",
        () -> claims.uids().size() == 2 && !claims.uids().contains(before.getFirst()));
    web.awaitAvailable(2);
    assertThat(claims.uids().getLast()).isEqualTo(before.getLast());
  }

  private PersistentVolumeClaim claim(int ordinal) {
    return claims.all().stream()
        .filter(c -> c.getMetadata().getName().equals("data-web-" + ordinal))
        .findFirst()
        .orElseThrow();
  }

  private void own(int ordinal, OwnerReference owner) {
    client
        .resource(claim(ordinal))
        .patch(PatchContext.of(PatchType.JSON_MERGE), Owners.patch(client, owner));
  }

  private void awaitOwnerUids(int ordinal, String... uids) {
    Await.untilAsserted(
        "the claim of " + ordinal + " is owned as the policy says",
        () -> assertThat(Owners.uids(claim(ordinal))).containsExactly(uids));
  }
}
