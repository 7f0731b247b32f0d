package platform.tkex.statefulsetplus.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Await;

/** The ControllerRevisions themselves: what they carry, whose they are, and when they clash. */
abstract class HistoryParity extends ParityTest {

  private static final String HASH_LABEL = "controller.kubernetes.io/hash";

  HistoryParity(WorkloadKind kind) {
    super(kind);
  }

  @Test
  void aRevisionCarriesTheLabelsOfItsTemplateAndItsHash() {
    // when
    Workload web =
        createAvailable(set ->
            replicas(1)
                .apply(set)
                .editSpec()
                .editTemplate()
                .editMetadata()
                .addToLabels("tier", "front")
                .endMetadata()
                .endTemplate()
                .endSpec());

    // then
    ControllerRevision revision = web.revisions().getFirst();
    String hash = revision.getMetadata().getName().substring("web-".length());
    assertThat(revision.getMetadata().getLabels())
        .containsOnly(
            Map.entry("app", "web"), Map.entry("tier", "front"), Map.entry(HASH_LABEL, hash));
    assertThat(revision.getMetadata().getOwnerReferences())
        .singleElement()
        .satisfies(owner -> {
          assertThat(owner.getKind()).isEqualTo(kind().kind());
          assertThat(owner.getController()).isTrue();
          assertThat(owner.getBlockOwnerDeletion()).isTrue();
        });
  }

  @Test
  void aChangeOfTheTemplatesMetadataIsARevisionToo() {
    // given
    Workload web = createAvailable(replicas(1));

    // when
    web.edit(set -> podAnnotation(set, "example.com/note", "new"));
    web.awaitUpdated(1);

    // then
    assertThat(web.revisions()).hasSize(2);
    assertThat(web.pod(0).getMetadata().getAnnotations()).containsEntry("example.com/note", "new");
  }

  /** Names are made of the template alone, so that the one to come is known beforehand. */
  @Test
  void aNameThatIsTakenByOtherDataIsAvoidedAndCounted() {
    // given
    Workload web = createAvailable(replicas(1));
    assertThat(Workload.orZero(web.status().getCollisionCount())).isZero();
    String taken = web.status().getUpdateRevision();
    web.deleteAndAwait(DeletionPropagation.FOREGROUND);
    Await.until("there are no revisions", () -> allRevisions().isEmpty());
    store(taken, 1, Map.of("app", "other"), "app:other");

    // when
    createAvailable(replicas(1));

    // then
    assertThat(web.status().getUpdateRevision()).isNotEqualTo(taken);
    assertThat(web.status().getCollisionCount()).isEqualTo(1);
    assertThatPods(web.pods()).haveImages("app:v1");
    assertThat(web.revisions())
        .extracting(r -> r.getMetadata().getName())
        .containsExactly(web.status().getUpdateRevision());

    // when
    web.setImage("app:v2");
    web.awaitUpdated(1);

    // then
    assertThat(web.status().getCollisionCount()).isEqualTo(1);
  }

  @Test
  void orphanedRevisionsAreAdoptedByTheirLabelsNotByTheirNames() {
    // given
    store("from-another-tool", 7, Map.of("app", "web"), "app:old");
    store("web-notours", 50, Map.of("app", "other"), "app:other");

    // when
    Workload web = createAvailable(replicas(1));

    // then
    Await.until(
        "the orphan is adopted",
        () -> revision("from-another-tool").getMetadata().getOwnerReferences().size() == 1);
    assertThat(web.revisions()).extracting(ControllerRevision::getRevision).containsExactly(7L, 8L);
    assertThat(revision("web-notours").getMetadata().getOwnerReferences()).isEmpty();
  }

  @Test
  void adoptedRevisionsCountAsHistory() {
    // given
    for (int number = 1; number <= 3; number++) {
      store("old-" + number, number, Map.of("app", "web"), "app:old" + number);
    }

    // when
    Workload web =
        createAvailable(
            set -> replicas(1).apply(set).editSpec().withRevisionHistoryLimit(1).endSpec());

    // then
    Await.untilAsserted(
        "one old revision is left",
        () ->
            assertThat(web.revisions())
                .extracting(ControllerRevision::getRevision)
                .containsExactly(3L, 4L));
  }

  /** As after a crash between the creation of a revision and the write of the status. */
  @Test
  void aRevisionThatTheStatusDoesNotKnowYetIsUsedNotDoubled() {
    // given
    Workload web = createAvailable(replicas(1));
    web.setImage("app:v2");
    web.awaitUpdated(1);
    ControllerRevision second = revision(web.status().getUpdateRevision());
    web.deleteAndAwait(DeletionPropagation.FOREGROUND);
    Await.until("there are no revisions", () -> allRevisions().isEmpty());
    createAvailable(replicas(1));
    ControllerRevision left =
        client
            .resource(
                new ControllerRevisionBuilder(second)
                    .editMetadata()
                    .withUid(null)
                    .withResourceVersion(null)
                    .withOwnerReferences(List.of())
                    .endMetadata()
                    .build())
            .create();

    // when
    web.setImage("app:v2");
    web.awaitUpdated(1);

    // then
    assertThat(web.status().getUpdateRevision()).isEqualTo(left.getMetadata().getName());
    assertThat(revision(left.getMetadata().getName()).getMetadata().getUid())
        .isEqualTo(left.getMetadata().getUid());
    assertThat(web.revisions()).hasSize(2);
    assertThat(Workload.orZero(web.status().getCollisionCount())).isZero();
  }

  /** Better a pod of the new template than none. */
  @Test
  void aPodWhoseRevisionSomebodyDeletedReturnsAtTheNewest() {
    // given
    Workload web = createAvailable(replicas(2));
    String old = web.status().getUpdateRevision();
    web.setPartition(1);
    web.setImage("app:v2");
    Await.until(
        "one pod is updated", () -> Workload.orZero(web.status().getUpdatedReplicas()) == 1);
    web.awaitAvailable(2);
    Pod lost = web.pod(0);

    // when
    client.resource(revision(old)).delete();
    web.awaitTwoPasses();
    web.deletePod(0);
    web.awaitReplaced(lost);

    // then
    assertThatPods(web.pods()).haveImages("app:v2", "app:v2");
  }

  @Test
  void aSelectorMayBeMadeOfExpressionsAlone() {
    // given
    UnaryOperator<StatefulSetBuilder> byExpression =
        set ->
            replicas(1)
                .apply(set)
                .editSpec()
                .withNewSelector()
                .addToMatchExpressions(
                    new LabelSelectorRequirement("app", "In", List.of("web", "shop")))
                .endSelector()
                .endSpec();
    Workload web = createAvailable(byExpression);
    String revision = web.status().getUpdateRevision();
    Pod pod = web.pod(0);

    // then
    Object selector = new ScaleEndpoint(client, web).get().get("status", "selector");
    assertThat(selector).isEqualTo("app in (shop,web)");

    // when
    web.deleteAndAwait(DeletionPropagation.ORPHAN);
    createAvailable(byExpression);

    // then
    Await.until(
        "pod and revision are adopted",
        () ->
            Owners.uids(web.pod(0)).equals(List.of(web.uid()))
                && Owners.uids(revision(revision)).equals(List.of(web.uid())));
    assertThat(web.pod(0).getMetadata().getUid()).isEqualTo(pod.getMetadata().getUid());
    assertThat(web.status().getUpdateRevision()).isEqualTo(revision);
  }

  private void store(String name, long number, Map<String, String> labels, String image) {
    // in the order of the API server, which patches no data that it would write otherwise
    Map<String, Object> container = new TreeMap<>(Map.of("name", "app", "image", image));
    client
        .resource(
            new ControllerRevisionBuilder()
                .withNewMetadata()
                .withNamespace(namespace.name())
                .withName(name)
                .withLabels(labels)
                .endMetadata()
                .withRevision(number)
                .withData(
                    Map.of(
                        "spec",
                        Map.of(
                            "template", Map.of("spec", Map.of("containers", List.of(container))))))
                .build())
        .create();
  }

  private ControllerRevision revision(String name) {
    @Nullable ControllerRevision found =
        client.apps().controllerRevisions().inNamespace(namespace.name()).withName(name).get();
    return Objects.requireNonNull(found, "there is no revision " + name);
  }

  private List<ControllerRevision> allRevisions() {
    return client.apps().controllerRevisions().inNamespace(namespace.name()).list().getItems();
  }
}
