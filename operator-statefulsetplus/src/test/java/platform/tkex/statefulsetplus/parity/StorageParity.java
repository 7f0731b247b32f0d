package platform.tkex.statefulsetplus.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.LimitRangeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Pods;

/** What becomes of the claims; cases 11-13. */
abstract class StorageParity extends ParityTest {

  private Claims claims;

  StorageParity(WorkloadKind kind) {
    super(kind);
  }

  @BeforeEach
  void readClaims() {
    claims = new Claims(client, namespace.name());
  }

  @Test
  void claimsOutliveScalingAndDeletionByDefault() {
    // given
    Workload web = createAvailable(Claims::add);
    List<String> before = claims.uids();

    // when
    web.scale(1);
    web.awaitAvailable(1);
    web.scale(3);
    web.awaitAvailable(3);

    // then
    assertThat(claims.uids()).isEqualTo(before);
    assertThat(claims.owners()).isEmpty();
    assertThat(claims.all())
        .allSatisfy(c -> assertThat(c.getMetadata().getLabels()).containsEntry("app", "web"));

    // when
    web.deleteAndAwait(DeletionPropagation.FOREGROUND);

    // then
    assertThat(claims.uids()).isEqualTo(before);
    assertThat(claims.all()).allMatch(c -> c.getMetadata().getDeletionTimestamp() == null);
  }

  @Test
  void claimsGoWithTheWorkloadEvenThoseOfAPodThatWasOrphanedAndAdopted() {
    // given
    Workload web = createAvailable(set -> Claims.add(set, "Delete", "Retain"));
    awaitOwners(kind().kind(), kind().kind(), kind().kind());
    Pod orphan = web.pod(0);
    web.patchPod(0, Owners.patch(client));
    Await.until(
        "the pod is adopted", () -> !web.pod(0).getMetadata().getOwnerReferences().isEmpty());
    assertThat(Pods.uid(web.pod(0))).isEqualTo(Pods.uid(orphan));

    // when
    web.delete(DeletionPropagation.BACKGROUND);

    // then
    Await.until("all claims are gone", () -> claims.all().isEmpty());
  }

  @Test
  void claimsGoWithThePodsThatAreScaledIn() {
    // given
    Workload web = createAvailable(set -> Claims.add(set, "Retain", "Delete"));
    String kept = claims.uids().getFirst();
    assertThat(claims.owners()).isEmpty();

    // when
    web.scale(1);

    // then
    Await.untilAsserted(
        "only the claim of pod 0 is left",
        () -> assertThat(claims.names()).containsExactly("data-web-0"));
    assertThat(claims.uids()).containsExactly(kept);

    // when
    web.scale(2);
    web.awaitAvailable(2);

    // then
    assertThat(claims.names()).containsExactly("data-web-0", "data-web-1");

    // when
    web.deleteAndAwait(DeletionPropagation.FOREGROUND);

    // then
    assertThat(claims.all()).hasSize(2);
  }

  @Test
  void noPodComesWithoutItsClaim() {
    // given
    client
        .resource(
            new LimitRangeBuilder()
                .withNewMetadata()
                .withNamespace(namespace.name())
                .withName("small-claims")
                .endMetadata()
                .withNewSpec()
                .addNewLimit()
                .withType("PersistentVolumeClaim")
                .addToMax("storage", new Quantity("1Mi"))
                .endLimit()
                .endSpec()
                .build())
        .create();

    // when
    Workload web = create(set -> Claims.add(replicas(1).apply(set)));

    // then
    Await.until(
        "an Event tells of the claim",
        () ->
            client.v1().events().inNamespace(namespace.name()).list().getItems().stream()
                .anyMatch(event ->
                    event.getReason().equals("FailedCreate")
                        && event.getMessage().contains("data-web-0")));
    assertThat(web.pods()).isEmpty();
    assertThat(claims.all()).isEmpty();
  }

  @Test
  void claimsFollowAChangeOfTheRetentionPolicy() {
    // given
    Workload web = createAvailable(set -> Claims.add(replicas(2).apply(set)));
    assertThat(claims.owners()).isEmpty();
    List<Pod> before = web.pods();

    // when
    web.edit(set -> Claims.retain(set, "Delete", "Delete"));

    // then
    awaitOwners(kind().kind(), kind().kind());

    // when
    web.edit(set -> Claims.retain(set, "Retain", "Retain"));

    // then
    awaitOwners();
    assertThatPods(web.pods()).areTheSamePodsAs(before);
  }

  /** No volume fits until the end, so that the pod stays Pending. */
  @Test
  void aPendingPodGetsItsDeletedClaimBack() {
    // given
    Workload web =
        create(set ->
            Claims.add(replicas(1).apply(set))
                .editSpec()
                .editFirstVolumeClaimTemplate()
                .editSpec()
                .withStorageClassName(namespace.storageClass())
                .endSpec()
                .endVolumeClaimTemplate()
                .endSpec());
    Await.until("the claim is there", () -> claims.names().equals(List.of("data-web-0")));
    Await.until("the pod is there", () -> web.podOrNull(0) != null);
    Pod pending = web.pod(0);
    PersistentVolumeClaim first = claims.all().getFirst();

    // when
    client.resource(first).delete();
    Await.until("the claim is gone or new", () -> !claims.uids().contains(uid(first)));
    web.awaitTwoPasses();

    // then
    Await.untilAsserted(
        "there is a new claim",
        () -> assertThat(claims.uids()).hasSize(1).doesNotContain(uid(first)));

    // when
    namespace.provisionVolumes(1);

    // then
    web.awaitAvailable(1);
    assertThat(Pods.uid(web.pod(0))).isEqualTo(Pods.uid(pending));
  }

  private void awaitOwners(String... kinds) {
    Await.untilAsserted(
        "claims are owned as the policy says",
        () -> assertThat(claims.owners()).containsExactly(kinds));
  }

  private static String uid(PersistentVolumeClaim claim) {
    return claim.getMetadata().getUid();
  }
}
