package platform.tkex.statefulsetplus.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Faults;
import platform.tkex.testkit.Pods;

/** What a revision keeps and how one returns to it; cases 27, 32 and 34. */
abstract class RevisionParity extends ParityTest {

  RevisionParity(WorkloadKind kind) {
    super(kind);
  }

  @Test
  void aBrokenReleaseIsHealedByRevertingTheTemplate() {
    // given
    Workload web = releaseBrokenImage();

    // when
    web.setImage("app:v1");

    // then
    web.awaitUpdated(3);
    assertThatPods(web.pods()).haveImages("app:v1", "app:v1", "app:v1");
  }

  @Test
  void podsReturnFromZeroInMidReleaseAtTheRevisionThatWasGood() {
    // when
    Workload web = scaleToZeroAndBackInMidRelease();

    // then
    assertThatPods(web.pods()).haveImages("app:v1", "app:v1");
  }

  /** The API server takes a patch of a revision only if it would write the data the same way. */
  @Test
  void aTemplateOfAnySignsInAnyOrderIsUsedAgainAndOrphaned() {
    // given
    Workload web =
        createAvailable(set ->
            replicas(1)
                .apply(set)
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToAnnotations("z", "1 < 2 && 3 > 2")
                .addToAnnotations("a", "\u2028 \u00e9 \u2713 \t \"quoted\" \\")
                .endMetadata()
                .endTemplate()
                .endSpec());
    web.setImage("app:v2");
    web.awaitUpdated(1);

    // when
    web.setImage("app:v1");
    web.awaitUpdated(1);

    // then
    assertThat(web.revisions()).extracting(ControllerRevision::getRevision).containsExactly(2L, 3L);

    // when
    web.deleteAndAwait(DeletionPropagation.ORPHAN);

    // then
    assertThat(client.apps().controllerRevisions().inNamespace(namespace.name()).list().getItems())
        .hasSize(2)
        .allMatch(revision -> revision.getMetadata().getOwnerReferences().isEmpty());
  }

  /**
   * k8s#91675: a merge of the stored template with the present one would leave both types in the
   * volume.
   */
  @Test
  void aPodMadeFromAnOldRevisionIsByteEqualToTheOriginal() {
    // given
    Volume memory =
        new VolumeBuilder()
            .withName("scratch")
            .withNewEmptyDir()
            .withMedium("Memory")
            .endEmptyDir()
            .build();
    Volume host =
        new VolumeBuilder()
            .withName("scratch")
            .withNewHostPath()
            .withPath("/nonexistent")
            .withType("")
            .endHostPath()
            .build();
    Workload web = createAvailable(set -> volume(replicas(2).apply(set), memory));
    PodSpec original = comparable(web.pod(0).getSpec());
    ControllerRevision first = web.revisions().getFirst();
    web.setPartition(1);

    // when
    web.edit(set -> volume(set, host));
    awaitUpdatedReplicas(web, 1);
    assertThat(scratch(web, 1)).isEqualTo(host);
    Pod lost = web.pod(0);
    web.deletePod(0);

    // then
    Pod back = web.awaitReplaced(lost);
    assertThat(json(comparable(back.getSpec()))).isEqualTo(json(original));

    // when
    web.edit(set -> volume(set, memory));
    web.setPartition(0);
    web.awaitUpdated(2);

    // then
    assertThat(scratch(web, 1)).isEqualTo(memory);
    ControllerRevision reused = web.revisions().getLast();
    assertThat(reused.getMetadata().getName()).isEqualTo(first.getMetadata().getName());
    assertThat(json(reused.getData())).isEqualTo(json(first.getData()));
  }

  @Test
  void historyKeepsAsManyOldRevisionsAsItsLimitSays() {
    // given
    Workload web =
        createAvailable(
            set -> replicas(1).apply(set).editSpec().withRevisionHistoryLimit(2).endSpec());

    // when
    for (int version = 2; version <= 5; version++) {
      web.setImage("app:v" + version);
      web.awaitUpdated(1);
    }

    // then
    Await.untilAsserted(
        "the oldest two are gone",
        () ->
            assertThat(web.revisions())
                .extracting(ControllerRevision::getRevision)
                .containsExactly(3L, 4L, 5L));

    // when
    web.setImage("app:v3");
    web.awaitUpdated(1);

    // then
    assertThat(web.revisions())
        .extracting(ControllerRevision::getRevision)
        .containsExactly(4L, 5L, 6L);
  }

  @Test
  void revisionsInUseOutliveALimitOfZero() {
    // given
    Workload web =
        createAvailable(
            set -> replicas(2).apply(set).editSpec().withRevisionHistoryLimit(0).endSpec());
    web.setPartition(1);

    // when
    web.setImage("app:v2");
    awaitUpdatedReplicas(web, 1);

    // then
    assertThat(web.revisions()).hasSize(2);

    // when
    web.setPartition(0);
    web.awaitUpdated(2);

    // then
    Await.until("only the revision in use is left", () -> web.revisions().size() == 1);
  }

  /** OrderedReady, three pods, the highest one stuck on an image that never gets ready. */
  Workload releaseBrokenImage() {
    Workload web = createAvailable(replicas(3));
    web.setImage(Faults.NEVER_READY_IMAGE);
    Await.until(
        "pod 2 is stuck",
        () ->
            Workload.orZero(web.status().getUpdatedReplicas()) == 1
                && Workload.orZero(web.status().getReadyReplicas()) == 2
                && Pods.image(web.pod(2)).equals(Faults.NEVER_READY_IMAGE));
    return web;
  }

  /** Partition 2 of 4 with v2 out, then 4 to 0 to 2 replicas. */
  Workload scaleToZeroAndBackInMidRelease() {
    Workload web = createAvailable(replicas(4));
    web.setPartition(2);
    web.setImage("app:v2");
    awaitUpdatedReplicas(web, 2);
    assertThatPods(web.pods()).haveImages("app:v1", "app:v1", "app:v2", "app:v2");
    web.scale(0);
    web.awaitAvailable(0);
    web.scale(2);
    web.awaitAvailable(2);
    return web;
  }

  private static void awaitUpdatedReplicas(Workload web, int updated) {
    Await.until(
        updated + " pods are updated",
        () -> Workload.orZero(web.status().getUpdatedReplicas()) == updated);
    web.awaitAvailable(web.get().getSpec().getReplicas());
  }

  private static StatefulSetBuilder volume(StatefulSetBuilder set, Volume volume) {
    return set.editSpec()
        .editTemplate()
        .editSpec()
        .withVolumes(List.of(volume))
        .endSpec()
        .endTemplate()
        .endSpec();
  }

  private static Volume scratch(Workload web, int ordinal) {
    return Objects.requireNonNull(web.pod(ordinal).getSpec().getVolumes().getFirst());
  }

  /** Where the scheduler put the pod is not the template's. */
  private static PodSpec comparable(PodSpec spec) {
    return new PodSpecBuilder(spec).withNodeName(null).build();
  }

  private String json(Object object) {
    return client.getKubernetesSerialization().asJson(object);
  }
}
