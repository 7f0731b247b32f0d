package platform.tkex.statefulsetplus.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Pods;

/** Who a pod is: name, host name, labels, owner, claim; case 1. */
abstract class IdentityParity extends ParityTest {

  IdentityParity(WorkloadKind kind) {
    super(kind);
  }

  @Test
  void everyOrdinalKeepsItsHostNameAndClaimWhenAllPodsAreRestarted() {
    // given
    Workload web = createAvailable(Claims::add);
    Claims claims = new Claims(client, namespace.name());
    List<Pod> before = web.pods();
    List<String> claimsBefore = claims.uids();

    // when
    client.pods().inNamespace(namespace.name()).withLabel("app", "web").delete();
    Await.until("all pods are new", () -> noneOf(before, web.pods()));
    web.awaitAvailable(3);

    // then
    assertThatPods(web.pods()).haveOrdinals(0, 1, 2).shareNoPodWith(before);
    assertThat(claims.uids()).isEqualTo(claimsBefore);
    for (int ordinal = 0; ordinal < 3; ordinal++) {
      assertThat(web.pod(ordinal).getSpec().getHostname()).isEqualTo("web-" + ordinal);
      assertThat(Claims.mountedBy(web.pod(ordinal))).containsExactly("data-web-" + ordinal);
    }
  }

  @Test
  void podsCarryTheLabelsTheNamesAndTheOwnerOfTheirOrdinal() {
    // when
    Workload web = createAvailable(replicas(2));

    // then
    for (int ordinal = 0; ordinal < 2; ordinal++) {
      Pod pod = web.pod(ordinal);
      assertThat(pod.getMetadata().getLabels())
          .containsOnly(
              Map.entry("app", "web"),
              Map.entry("statefulset.kubernetes.io/pod-name", "web-" + ordinal),
              Map.entry("apps.kubernetes.io/pod-index", Integer.toString(ordinal)),
              Map.entry("controller-revision-hash", web.status().getUpdateRevision()));
      assertThat(pod.getMetadata().getGenerateName()).isEqualTo("web-");
      assertThat(pod.getSpec().getHostname()).isEqualTo("web-" + ordinal);
      assertThat(pod.getSpec().getSubdomain()).isEqualTo("web");
      OwnerReference owner = pod.getMetadata().getOwnerReferences().getFirst();
      assertThat(owner.getApiVersion()).isEqualTo(kind().apiVersion());
      assertThat(owner.getKind()).isEqualTo(kind().kind());
      assertThat(owner.getUid()).isEqualTo(web.uid());
      assertThat(owner.getController()).isTrue();
      assertThat(owner.getBlockOwnerDeletion()).isTrue();
    }
  }

  @Test
  void theNameLabelThatSomebodyRemovedComesBack() {
    // given
    Workload web = createAvailable(replicas(2));
    List<Pod> before = web.pods();

    // when
    web.patchPod(1, "{\"metadata\":{\"labels\":{\"statefulset.kubernetes.io/pod-name\":null}}}");

    // then
    Await.until(
        "the label is back",
        () ->
            "web-1"
                .equals(
                    web.pod(1)
                        .getMetadata()
                        .getLabels()
                        .get("statefulset.kubernetes.io/pod-name")));
    assertThatPods(web.pods()).areTheSamePodsAs(before);
  }

  @Test
  void aPodWithoutARevisionLabelIsReplaced() {
    // given
    Workload web = createAvailable(replicas(2));
    Pod unlabelled = web.pod(1);

    // when
    web.patchPod(1, "{\"metadata\":{\"labels\":{\"controller-revision-hash\":null}}}");

    // then
    assertThat(Pods.revision(web.awaitReplaced(unlabelled)))
        .isEqualTo(web.status().getUpdateRevision());
  }

  @Test
  void theHeadlessServiceNamesEveryPod() {
    // given
    client
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withNamespace(namespace.name())
                .withName("web")
                .endMetadata()
                .withNewSpec()
                .withClusterIP("None")
                .addToSelector("app", "web")
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build())
        .create();

    // when
    createAvailable(replicas(3));

    // then
    Await.untilAsserted(
        "every pod has its own DNS name",
        () -> assertThat(hostNames()).containsExactlyInAnyOrder("web-0", "web-1", "web-2"));
  }

  /** The file is a StatefulSet that uses most of the API; only apiVersion and kind change. */
  @Test
  void aStatefulSetManifestWorksUnchanged() throws IOException {
    // given
    StatefulSet manifest;
    try (InputStream file = IdentityParity.class.getResourceAsStream("statefulset.yaml")) {
      manifest = Serialization.unmarshal(Objects.requireNonNull(file), StatefulSet.class);
    }

    // when
    Workload db = workload("db");
    db.create(manifest);
    db.awaitAvailable(2);

    // then
    assertThatPods(db.pods()).haveOrdinals(5, 6);
    assertThat(Claims.mountedBy(db.pod(5))).containsExactlyInAnyOrder("data-db-5", "log-db-5");
    StatefulSet stored = db.get();
    assertThat(stored.getSpec().getOrdinals().getStart()).isEqualTo(5);
    assertThat(stored.getSpec().getUpdateStrategy().getType()).isEqualTo("RollingUpdate");
    assertThat(stored.getSpec().getUpdateStrategy().getRollingUpdate())
        .isEqualTo(manifest.getSpec().getUpdateStrategy().getRollingUpdate());
    assertThat(stored.getSpec().getSelector()).isEqualTo(manifest.getSpec().getSelector());
    assertThat(stored.getSpec().getTemplate().getSpec().getContainers())
        .hasSameSizeAs(manifest.getSpec().getTemplate().getSpec().getContainers());
    assertThat(db.pod(6).getSpec().getContainers().getFirst().getEnv())
        .isEqualTo(manifest.getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv());
  }

  private List<String> hostNames() {
    return client
        .discovery()
        .v1()
        .endpointSlices()
        .inNamespace(namespace.name())
        .withLabel("kubernetes.io/service-name", "web")
        .list()
        .getItems()
        .stream()
        .flatMap(slice -> slice.getEndpoints().stream())
        .map(endpoint -> Objects.requireNonNullElse(endpoint.getHostname(), "none"))
        .toList();
  }

  private static boolean noneOf(List<Pod> before, List<Pod> now) {
    List<String> old = before.stream().map(p -> p.getMetadata().getUid()).toList();
    return now.size() == before.size()
        && now.stream().noneMatch(p -> old.contains(p.getMetadata().getUid()));
  }
}
