package platform.tkex.simulation.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.simulation.cluster.Town.CLAIMS;
import static platform.tkex.simulation.cluster.Town.PODS;
import static platform.tkex.simulation.cluster.Town.WORKLOADS;
import static platform.tkex.simulation.cluster.Town.ownedBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import platform.tkex.simulation.api.Answer;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;

class ActorsTest {

  private final Town town = new Town();

  @Test
  void aPodIsBoundStartsAndBecomesReadyInItsTime() {
    town.pod("web-0", "");
    town.settle();
    assertThat(town.condition("web-0", "PodScheduled")).isEqualTo("True");
    assertThat(town.running()).isEmpty();

    town.pass(Duration.ofSeconds(2));
    assertThat(town.running()).hasSize(1);
    assertThat(town.condition("web-0", "Ready")).isEqualTo("False");

    town.pass(Duration.ofSeconds(3));
    assertThat(town.condition("web-0", "Ready")).isEqualTo("True");
    ObjectNode pod = Objects.requireNonNull(town.get(Resource.PODS, "web-0"));
    assertThat(pod.at("/status/containerStatuses/0/image").asText()).isEqualTo("app:1");
  }

  @Test
  void aBadImageIsNeverReady() {
    town.lives = pod -> Life.crashing(Duration.ofSeconds(1), Duration.ofSeconds(1));
    town.pod("web-0", "");

    town.pass(Duration.ofMinutes(10));

    assertThat(town.condition("web-0", "Ready")).isEqualTo("False");
    ObjectNode pod = Objects.requireNonNull(town.get(Resource.PODS, "web-0"));
    assertThat(pod.at("/status/containerStatuses/0/state/waiting/reason").asText())
        .isEqualTo("CrashLoopBackOff");
  }

  @Test
  void terminationTakesItsTimeAndThePodRunsUntilThen() {
    town.pod("web-0", "");
    town.pass(Duration.ofSeconds(10));

    town.delete(PODS + "/web-0", "{}");
    town.pass(Duration.ofSeconds(4));
    assertThat(town.running()).hasSize(1);
    assertThat(town.get(Resource.PODS, "web-0")).isNotNull();

    town.pass(Duration.ofSeconds(1));
    assertThat(town.running()).isEmpty();
    assertThat(town.get(Resource.PODS, "web-0")).isNull();
  }

  @Test
  void theGracePeriodEndsAPodThatIsSlowToStop() {
    town.lives = pod -> Life.good(Duration.ZERO, Duration.ZERO, Duration.ofHours(1));
    town.pod("web-0", "");
    town.pass(Duration.ofSeconds(1));

    town.delete(PODS + "/web-0", "{gracePeriodSeconds: 7}");
    town.pass(Duration.ofSeconds(7));

    assertThat(town.get(Resource.PODS, "web-0")).isNull();
  }

  @Test
  void aForcedDeletionFreesTheNameWhileTheOldPodStillRuns() {
    town.pod("web-0", "");
    town.pass(Duration.ofSeconds(10));

    town.delete(PODS + "/web-0", "{gracePeriodSeconds: 0}");
    town.pod("web-0", "");
    town.pass(Duration.ofSeconds(3));

    assertThat(town.running()).extracting(RunningPod::name).containsExactly("web-0", "web-0");
    town.pass(Duration.ofSeconds(5));
    assertThat(town.running()).hasSize(1);
  }

  @Test
  void aLostNodeRunsOnUnheardAndItsPodsAreAskedToGoInVain() {
    town.pod("web-0", "");
    town.pass(Duration.ofSeconds(10));
    Kubelet kubelet =
        town.kubelets.stream().filter(k -> !k.running().isEmpty()).findFirst().orElseThrow();

    kubelet.lost(true);
    town.pass(Duration.ofSeconds(40));
    assertThat(town.condition("web-0", "Ready")).isEqualTo("False");
    town.pass(Duration.ofMinutes(10));

    ObjectNode pod = Objects.requireNonNull(town.get(Resource.PODS, "web-0"));
    assertThat(pod.at("/metadata").has("deletionTimestamp")).isTrue();
    assertThat(kubelet.running()).hasSize(1);
    kubelet.lost(false);
    town.pass(Duration.ofSeconds(10));
    assertThat(town.get(Resource.PODS, "web-0")).isNull();
  }

  @Test
  void anUnboundClaimKeepsItsPodFromBeingScheduled() {
    twoClaimsWithPods();

    assertThat(town.condition("pod-bound", "Ready")).isEqualTo("True");
    assertThat(town.condition("pod-unbound", "PodScheduled")).isEqualTo("False");
  }

  private void twoClaimsWithPods() {
    for (String claim : new String[] {"bound", "unbound"}) {
      town.post(CLAIMS, "{metadata: {name: '%s'}, spec: {resources: {}}}".formatted(claim));
      town.post(
          PODS,
          """
          {metadata: {name: 'pod-%s'}, spec: {containers: [{name: 'main', image: 'app:1'}],
           volumes: [{name: 'data', persistentVolumeClaim: {claimName: '%s'}}]}}\
          """
              .formatted(claim, claim));
    }

    town.pass(Duration.ofSeconds(10));
  }

  @Test
  void aClaimIsHeldAsLongAsAPodMountsIt() {
    twoClaimsWithPods();

    town.delete(CLAIMS + "/bound", "{}");
    town.delete(CLAIMS + "/unbound", "{}");
    town.settle();
    assertThat(town.get(Resource.CLAIMS, "bound")).isNotNull();
    // its pod was never bound to a node
    assertThat(town.get(Resource.CLAIMS, "unbound")).isNull();

    town.delete(PODS + "/pod-bound", "{}");
    town.pass(Duration.ofSeconds(10));
    assertThat(town.get(Resource.CLAIMS, "bound")).isNull();
  }

  @Test
  void backgroundDeletionTakesTheOwnerFirst() {
    town.pod("web-0", ownedBy("web", town.workload("web"), true));
    town.pass(Duration.ofSeconds(10));

    town.delete(WORKLOADS + "/web", "{propagationPolicy: 'Background'}");
    assertThat(town.get(Resource.STATEFULSETPLUSES, "web")).isNull();

    town.pass(Duration.ofSeconds(10));
    assertThat(town.get(Resource.PODS, "web-0")).isNull();
  }

  @Test
  void foregroundDeletionTakesTheOwnerLast() {
    town.pod("web-0", ownedBy("web", town.workload("web"), true));
    town.pass(Duration.ofSeconds(10));

    town.delete(WORKLOADS + "/web", "{propagationPolicy: 'Foreground'}");
    town.pass(Duration.ofSeconds(4));
    assertThat(town.get(Resource.STATEFULSETPLUSES, "web")).isNotNull();

    town.pass(Duration.ofSeconds(1));
    assertThat(town.events.subList(town.events.size() - 2, town.events.size()))
        .containsExactly("DELETED pods web-0", "DELETED statefulsetpluses web");
  }

  @Test
  void orphansLoseTheirOwnerAndStay() {
    town.pod("web-0", ownedBy("web", town.workload("web"), true));
    town.pass(Duration.ofSeconds(10));

    town.delete(WORKLOADS + "/web", "{propagationPolicy: 'Orphan'}");
    town.pass(Duration.ofSeconds(10));

    assertThat(town.get(Resource.STATEFULSETPLUSES, "web")).isNull();
    ObjectNode pod = Objects.requireNonNull(town.get(Resource.PODS, "web-0"));
    assertThat(pod.at("/metadata").has("ownerReferences")).isFalse();
  }

  @Test
  void anOwnerOfTheSameNameIsNotTheOwner() {
    town.workload("web");

    town.pod("web-0", ownedBy("web", "another-uid", true));
    town.settle();

    assertThat(town.get(Resource.PODS, "web-0")).isNull();
  }

  @Test
  void aServerThatDoesNotAnswerIsNoProofOfAnAbsentOwner() {
    GarbageCollector collector =
        new GarbageCollector(
            town.server,
            request ->
                request.path().contains("statefulsetpluses")
                    ? new Answer(500, Town.json("{}"))
                    : town.server.handle(request));
    town.actors.clear();
    town.pod("web-0", ownedBy("web", "another-uid", true));

    collector.views().forEach(View::catchUp);
    for (int i = 0; i < 10; i++) {
      collector.step();
    }

    assertThat(town.get(Resource.PODS, "web-0")).isNotNull();
  }

  @Test
  void aDeletedNamespaceIsEmptiedAndGoes() {
    town.pod("web-0", ownedBy("web", town.workload("web"), true));
    town.post(CLAIMS, "{metadata: {name: 'data'}, spec: {resources: {}}}");
    town.pass(Duration.ofSeconds(10));

    town.delete("/api/v1/namespaces/shop", "{}");
    town.pass(Duration.ofMinutes(1));

    assertThat(town.server.get(Resource.NAMESPACES, "", "shop")).isNull();
    assertThat(town.server.list(Resource.PODS)).isEmpty();
  }

  @Test
  void aQuotasStatusFollowsThePods() {
    town.post(
        "/api/v1/namespaces/shop/resourcequotas",
        "{metadata: {name: 'q'}, spec: {hard: {pods: '1'}}}");
    town.settle();
    town.pod("web-0", "");
    assertThat(town.pod("web-1", "").code()).isEqualTo(403);

    town.delete(PODS + "/web-0", "{}");
    town.pass(Duration.ofSeconds(10));

    assertThat(town.pod("web-1", "").code()).isEqualTo(201);
  }

  @Test
  void anImageChangedInPlaceRestartsTheContainer() {
    town.pod("web-0", "");
    town.pass(Duration.ofSeconds(10));

    town.send(
        Request.jsonPatch(
            PODS + "/web-0",
            Town.json("[{op: 'replace', path: '/spec/containers/0/image', value: 'app:2'}]"),
            "test"));
    town.settle();
    assertThat(town.condition("web-0", "Ready")).as("seen, not acted upon").isEqualTo("True");
    assertThat(town.running()).extracting(RunningPod::image).containsExactly("app:1");

    town.pass(Duration.ofSeconds(2));
    assertThat(town.condition("web-0", "Ready")).isEqualTo("False");

    town.pass(Duration.ofSeconds(10));
    assertThat(town.running()).extracting(RunningPod::image).containsExactly("app:2");
    assertThat(town.condition("web-0", "Ready")).isEqualTo("True");
  }
}
