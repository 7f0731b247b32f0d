package platform.tkex.statefulsetplus.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.operator.OperatorProcess;
import platform.tkex.testkit.operator.OperatorSettings;
import platform.tkex.testkit.operator.WithOperator;

/** Contents of ConfigMaps are kept as versions. */
@WithOperator
@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("NullAway.Init")
class VersionerIT {
  private KubernetesClient client;
  private String namespace;

  @BeforeEach
  void connect(KubernetesClient client, TestNamespace namespace) {
    this.client = client;
    this.namespace = namespace.name();
  }

  private LiveSource source(String content) {
    return LiveSource.create(client, namespace, "app", content);
  }

  private ConfigMapBuilder object(String name) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName(name)
        .endMetadata();
  }

  @Test
  void eachContentIsKeptOnceAndForGood() {
    LiveSource app = source("a");
    ConfigMap first = app.awaitVersion();
    app.write("b").awaitVersion();
    app.write("a");
    app.write("c").awaitVersion();

    assertThat(app.versions()).extracting(LiveSource::label).containsExactly("1", "2", "3");
    assertThat(app.versions())
        .allSatisfy(version -> {
          assertThat(version.getImmutable()).isTrue();
          assertThat(version.getMetadata().getName()).isEqualTo("app-" + ContentHash.of(version));
          assertThat(version.getMetadata().getOwnerReferences()).isEmpty();
          assertThat(version.getMetadata().getLabels())
              .containsEntry(ConfigMapLabels.NAME, "app")
              .doesNotContainKey(ConfigMapLabels.VERSIONED);
        });
    assertThat(app.versions().getFirst().getMetadata().getUid())
        .isEqualTo(first.getMetadata().getUid());
    app.awaitEvent(
        Reason.CONFIG_VERSION_CREATED, "version 3", app.awaitVersion().getMetadata().getName());
  }

  /** As a pipeline that writes faster than anybody reads. */
  @Test
  void noContentIsMissedHoweverShortItWasThere() {
    LiveSource app = source("0");
    app.awaitVersion();
    for (int i = 1; i <= 15; i++) {
      app.write("" + i);
    }
    Await.untilAsserted(
        "all versions",
        () ->
            assertThat(app.versions())
                .extracting(version -> version.getData().get("app.conf"))
                .hasSize(16));
    assertThat(app.versions()).extracting(LiveSource::label).doesNotHaveDuplicates();
  }

  @Test
  void labelsAndAnnotationsAreNoContentAndBinaryDataIs() {
    LiveSource app = source("a");
    app.awaitVersion();
    app.edit(
        map -> map.editMetadata().addToLabels("x", "y").addToAnnotations("z", "1").endMetadata());
    byte[] bytes = {0, 1, -1};
    app.edit(map -> map.addToBinaryData("blob", Base64.getEncoder().encodeToString(bytes)));
    ConfigMap version = app.awaitVersion();

    assertThat(app.versions()).hasSize(2);
    assertThat(Base64.getDecoder().decode(version.getBinaryData().get("blob"))).isEqualTo(bytes);
    assertThat(version.getData()).containsEntry("app.conf", "a");
  }

  @Test
  void aMegabyteIsKept() {
    LiveSource app = source("x".repeat((1 << 20) - 1));
    assertThat(app.awaitVersion().getData().get("app.conf")).hasSize((1 << 20) - 1);
  }

  @Test
  void theUsersOwnVersionIsCopiedAndTheCounterGoesOn() {
    LiveSource app = source("a");
    app.awaitVersion();
    app.edit(map ->
        map.editMetadata()
            .addToLabels(ConfigMapLabels.VERSION, "v2.7-rc1")
            .endMetadata()
            .withData(Map.of("app.conf", "b")));
    assertThat(LiveSource.label(app.awaitVersion())).isEqualTo("v2.7-rc1");

    app.edit(map ->
        map.editMetadata()
            .addToLabels(ConfigMapLabels.VERSION, "40")
            .endMetadata()
            .withData(Map.of("app.conf", "c")));
    app.awaitVersion();
    app.edit(map ->
        map.editMetadata()
            .removeFromLabels(ConfigMapLabels.VERSION)
            .endMetadata()
            .withData(Map.of("app.conf", "d")));
    assertThat(LiveSource.label(app.awaitVersion())).isEqualTo("41");
  }

  @Test
  void aConfigMapWithoutTheLabelIsLeftAlone() {
    ConfigMap plain = object("plain").withData(Map.of("a", "1")).build();
    client.resource(plain).create();
    LiveSource app = source("a");
    app.awaitVersion();
    assertThat(
            client
                .configMaps()
                .inNamespace(namespace)
                .withLabel(ConfigMapLabels.NAME)
                .list()
                .getItems())
        .hasSize(1);

    client
        .configMaps()
        .inNamespace(namespace)
        .withName("plain")
        .edit(map ->
            new ConfigMapBuilder(map)
                .editMetadata()
                .addToLabels(ConfigMapLabels.VERSIONED, "true")
                .endMetadata()
                .build());
    Await.until(
        "it is versioned from now on",
        () ->
            client
                    .configMaps()
                    .inNamespace(namespace)
                    .withName("plain-" + ContentHash.of(plain))
                    .get()
                != null);
  }

  @Test
  void aVersionThatSomebodyDeletesComesBackWhileTheSourceHasItsContent() {
    LiveSource app = source("a");
    ConfigMap old = app.awaitVersion();
    app.write("b");
    ConfigMap current = app.awaitVersion();

    client.resource(old).delete();
    client.resource(current).delete();

    Await.until(
        "the present one is made again",
        () -> {
          ConfigMap found = app.version(app.hash()).get();
          return found != null
              && !found.getMetadata().getUid().equals(current.getMetadata().getUid());
        });
    assertThat(app.versions()).hasSize(1);
  }

  @Test
  void theNameIsTakenByOtherDataOrByAnObjectThatCanChange() {
    String hash = ContentHash.of(object("x").withData(Map.of("app.conf", "a")).build());
    ConfigMap other =
        client
            .resource(
                object("app-" + hash).withImmutable(true).withData(Map.of("app.conf", "?")).build())
            .create();
    LiveSource app = source("a");
    app.awaitEvent(Reason.CONFIG_VERSION_REFUSED, "app-" + hash, "other data", "not used");
    client.resource(other).delete();

    app.write("b");
    String next = app.hash();
    app.awaitVersion();
    assertThat(app.versions()).hasSize(1);

    client.resource(app.awaitVersion()).delete();
    client
        .resource(
            object("app-" + next)
                .editMetadata()
                .addToLabels(ConfigMapLabels.NAME, "app")
                .endMetadata()
                .withData(Map.of("app.conf", "b"))
                .build())
        .serverSideApply();
    // either it was quicker, or the operator was, and then there is nothing wrong
    Await.until(
        "it is refused or is the operator's own",
        () ->
            Boolean.TRUE.equals(Objects.requireNonNull(app.version(next).get()).getImmutable())
                || !app.events(Reason.CONFIG_VERSION_REFUSED).isEmpty());
  }

  /** As after a restore from a backup of data alone. */
  @Test
  void anImmutableObjectOfTheSameDataBecomesTheVersion() {
    ConfigMapBuilder data = object("x").withData(Map.of("app.conf", "a"));
    String hash = ContentHash.of(data.build());
    ConfigMap restored =
        client
            .resource(
                object("app-" + hash).withImmutable(true).withData(Map.of("app.conf", "a")).build())
            .create();
    LiveSource app = source("a");

    Await.until("it has the labels", () -> !app.versions().isEmpty());
    assertThat(app.versions().getFirst().getMetadata().getUid())
        .isEqualTo(restored.getMetadata().getUid());
    assertThat(app.versions()).extracting(LiveSource::label).containsExactly("1");
  }

  @Test
  void aNameThatIsTooLongIsRefusedByName() {
    String name = "a".repeat(64);
    LiveSource app = LiveSource.create(client, namespace, name, "a");
    app.awaitEvent(Reason.CONFIG_VERSION_REFUSED, "metadata.name", "more than 63", "it has 64");

    LiveSource longest = LiveSource.create(client, namespace, "b".repeat(63), "a");
    assertThat(longest.awaitVersion().getMetadata().getName()).hasSize(74);
  }

  /** As two leaders would for a moment. */
  @Test
  void twoProcessesMakeNothingTwice(Cluster cluster) {
    OperatorSettings settings =
        OperatorSettings.statefulSetPlus()
            .named("versioner")
            .with("--watch-namespace=" + namespace);
    LiveSource app = source("a");
    app.awaitVersion();
    List<ConfigMap> before = app.versions();
    try (OperatorProcess second = OperatorProcess.of(cluster, settings)) {
      second.start();
      for (int i = 0; i < 5; i++) {
        app.write("b" + i).awaitVersion();
      }
    }
    assertThat(app.versions()).hasSize(6).contains(before.getFirst());
    assertThat(app.events(Reason.CONFIG_VERSION_REFUSED)).isEmpty();
  }
}
