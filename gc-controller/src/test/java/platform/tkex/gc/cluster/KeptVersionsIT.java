package platform.tkex.gc.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import platform.tkex.crds.gc.GcMarks;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.TestNamespace;

/** How many versions are kept, and what people are told. */
@KubernetesCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class KeptVersionsIT {
  private TestNamespace namespace;
  private Rig rig;

  @BeforeAll
  void start(Cluster cluster, TestNamespace own) {
    namespace = own;
    rig = Rig.of(cluster, own, "kept").started();
  }

  @AfterAll
  void stop() {
    rig.close();
  }

  /** Most of them are made within one second: their counter tells which are newer. */
  @Test
  void theNewestTenStayAndTheSourceTellsOfTheOthers() {
    Versions versions = new Versions(namespace, "ten").withSource().make(1, 15);

    versions.await(6, 7, 8, 9, 10, 11, 12, 13, 14, 15);

    Await.untilAsserted(
        "the source says that five are gone",
        () ->
            assertThat(versions.events("VersionsDeleted"))
                .isNotEmpty()
                .allSatisfy(event -> {
                  assertThat(event.getType()).isEqualTo("Normal");
                  assertThat(event.getMessage()).contains("beyond the newest 10");
                }));
    assertThat(String.join("\n", messages(versions.events("VersionsDeleted"))))
        .contains(versions.name(1), versions.name(5))
        .doesNotContain(versions.name(6));
    assertThat(rig.metric("configgc_deleted_total{kind=\"version\"}")).isGreaterThanOrEqualTo(5);
    Await.until(
        "ten are counted as kept", () -> rig.metric("configgc_versions{state=\"kept\"}") >= 10);
  }

  @Test
  void aSourceSaysHowMany() {
    Versions versions =
        new Versions(namespace, "three").withSource(Map.of(GcMarks.KEEP_VERSIONS, "3")).make(1, 12);

    versions.await(10, 11, 12);

    versions
        .client()
        .configMaps()
        .inNamespace(namespace.name())
        .withName("three")
        .edit(source -> {
          source.getMetadata().getAnnotations().put(GcMarks.KEEP_VERSIONS, "2");
          return source;
        });
    versions.await(11, 12);
  }

  @Test
  void anAnnotationThatIsNoNumberIsNamedAndTheDefaultCounts() {
    Versions versions =
        new Versions(namespace, "many")
            .withSource(Map.of(GcMarks.KEEP_VERSIONS, "many"))
            .make(1, 11);

    versions.await(2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    Await.untilAsserted(
        "the source says what is wrong",
        () ->
            assertThat(versions.events("InvalidKeepVersions"))
                .singleElement()
                .satisfies(event -> {
                  assertThat(event.getType()).isEqualTo("Warning");
                  assertThat(event.getMessage())
                      .contains(GcMarks.KEEP_VERSIONS, "\"many\"", "1 to 1000", "10 are kept");
                }));
  }

  /**
   * Nobody is there to be told; the versions may still be mounted by someone, or be wanted back.
   */
  @Test
  void versionsOfASourceThatIsGoneAreCountedAsBefore() {
    Versions versions = new Versions(namespace, "gone").make(1, 12);

    versions.await(3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  }

  @Test
  void aVersionThatWasChosenAgainIsAmongTheNewest() {
    Versions versions = new Versions(namespace, "again").withSource().make(1, 10);
    versions.claim(1, "of-some-revision");

    versions.make(11, 12);

    versions.await(1, 4, 5, 6, 7, 8, 9, 10, 11, 12);
  }

  @Test
  void whatIsNoVersionIsNotTouched() {
    Versions versions = new Versions(namespace, "mine").withSource();
    for (int n = 1; n <= 12; n++) {
      create(
          new ConfigMapBuilder(versions.version(n))
              .editMetadata()
              .removeFromLabels(ConfigMapLabels.VERSION)
              .endMetadata()
              .build());
      create(
          new ConfigMapBuilder(versions.version(n))
              .editMetadata()
              .withName("mine-number-" + n)
              .endMetadata()
              .build());
      create(
          new ConfigMapBuilder(versions.version(n))
              .editMetadata()
              .withName("their-" + Versions.hash(n))
              .endMetadata()
              .build());
    }
    // versions that come later go earlier; when they are gone the others have been looked at
    Versions others = new Versions(namespace, "other").withSource().make(1, 11);
    others.await(2, 3, 4, 5, 6, 7, 8, 9, 10, 11);

    assertThat(
            namespace
                .client()
                .configMaps()
                .inNamespace(namespace.name())
                .withLabel(ConfigMapLabels.NAME, "mine")
                .list()
                .getItems())
        .hasSize(36);
    assertThat(rig.deletions("configmaps"))
        .noneMatch(
            request -> request.path().contains("/mine-") || request.path().contains("/their-"));
  }

  private void create(ConfigMap object) {
    namespace.client().resource(object).create();
  }

  private static List<String> messages(List<Event> events) {
    return events.stream().map(Event::getMessage).toList();
  }
}
