package platform.tkex.statefulsetplus.abswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;
import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import platform.tkex.crds.statefulsetplus.AbSwitch;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.PodUpdatePolicy;
import platform.tkex.crds.statefulsetplus.UpdateStrategy;
import platform.tkex.statefulsetplus.batches.BatchTest;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.StatefulSetPlusBuilder;

/**
 * Two containers that take turns, on a real kubelet: who serves, seen from outside. One after
 * another, for a client that is slow itself measures nothing.
 */
@Tag("real-node")
@Execution(ExecutionMode.SAME_THREAD)
class AbSwitchE2E extends BatchTest {
  private static final String PAUSE = "local/ab-pause:1";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Path gapMeter = Path.of("");

  @BeforeAll
  static void loadImages(@TempDir Path folder) {
    SwitchImages images = new SwitchImages(folder);
    gapMeter = images.gapMeter();
    images.pause(PAUSE);
    images.business("v1", "");
    images.business("v2", "");
    images.business("v3", "");
    images.business("waits-not", "crash-waiting=500ms", "AB_START=early");
    images.business("starts-not", "crash-at-start");
    images.business("serves-not", "crash-on-serve");
    images.business("serves-shortly", "crash-after=1s");
    images.business("deaf", "ignore-term");
  }

  private StatefulSetPlusBuilder ab(int replicas, String version) {
    return ab(replicas, version, 1, 2);
  }

  private StatefulSetPlusBuilder ab(int replicas, String version, int settle, int standby) {
    return web(replicas)
        .autoBatches("1", "100%")
        .spec(spec -> {
          AbSwitch abSwitch = new AbSwitch();
          abSwitch.setSettleSeconds(settle);
          abSwitch.setStandbySeconds(standby);
          UpdateStrategy strategy = new UpdateStrategy();
          strategy.setPodUpdatePolicy(PodUpdatePolicy.AB_SWITCH);
          strategy.setAbSwitch(abSwitch);
          spec.setUpdateStrategy(strategy);
        })
        .template(t -> new PodTemplateSpecBuilder(template(version)));
  }

  private static PodTemplateSpec template(String version) {
    return Serialization.unmarshal(
        """
        metadata: {labels: {app: web}}
        spec:
          nodeSelector: {type: real}
          terminationGracePeriodSeconds: 5
          resources: {limits: {cpu: 500m, memory: 128Mi}}
          volumes:
          - {name: ab, emptyDir: {}}
          - {name: memory, emptyDir: {medium: Memory}}
          - name: wanted
            downwardAPI:
              items:
              - path: version
                fieldRef: {fieldPath: "metadata.annotations['platform.tkex/ab-wanted']"}
          containers:
          - {name: biz-container, image: 'local/ab:%1$s', %2$s}
          - {name: biz-pause, image: '%4$s', %3$s}
          - name: biz-sidecar
            image: '%4$s'
            imagePullPolicy: Never
            command: [/ab-switch, sidecar, --http, ':9090']
            readinessProbe: {httpGet: {path: /ready, port: 9090}, periodSeconds: 1}
            volumeMounts: [{name: ab, mountPath: /ab}, {name: wanted, mountPath: /ab-wanted}]
        """
            .formatted(version, slot("biz-container"), slot("biz-pause"), PAUSE),
        PodTemplateSpec.class);
  }

  private static String slot(String name) {
    return """
    imagePullPolicy: Never, command: [/ab-switch, run, --stop-timeout, 3s, --, /business], env: [
      {name: AB_SLOT, value: %1$s}, {name: BIZ_SHM, value: /memory/count},
      {name: AB_VERSION, valueFrom: {fieldRef: {
        fieldPath: "metadata.annotations['platform.tkex/ab-version.%1$s']"}}}],
      volumeMounts: [{name: ab, mountPath: /ab}, {name: memory, mountPath: /memory}]\
    """
        .formatted(name)
        .replace("\n", " ");
  }

  private static String address(Pod pod) {
    return pod.getStatus().getPodIP() + ":8080";
  }

  private static String ask(Pod pod, String path, String method) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://" + address(pod) + path))
              .method(method, HttpRequest.BodyPublishers.noBody())
              .timeout(Duration.ofSeconds(5))
              .build();
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body().strip();
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String serves(Pod pod) {
    return ask(pod, "/", "GET");
  }

  private static String step(LiveWorkload web, int ordinal) {
    return SwitchRecord.of(web.pod(ordinal)).orElseThrow().step().name();
  }

  private static String image(Pod pod, String container) {
    return pod.getSpec().getContainers().stream()
        .filter(c -> c.getName().equals(container))
        .map(Container::getImage)
        .findFirst()
        .orElseThrow();
  }

  /** The old version serves in every pod, and none of them was recreated. */
  private static void returned(LiveWorkload web, PodHistory.Mark mark, String version) {
    web.awaitGeneral(GeneralStatus.ROLLED_BACK).await(w -> w.hasReadyReplicas(web.pods().size()));
    assertThat(web.pods()).allSatisfy(pod -> assertThat(serves(pod)).isEqualTo(version));
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
  }

  @Test
  void releasesTakeTurnsInPodsThatKeepTheirMemory() throws IOException {
    LiveWorkload web = running(ab(2, "v1"));
    List<Pod> before = web.pods();
    PodHistory.Mark mark = web.history().mark();
    JsonNode gaps;
    try (GapMeter meter = new GapMeter(gapMeter, address(before.getFirst()))) {
      web.release("local/ab:v2").awaitReleased();
      assertThat(web.pods())
          .allSatisfy(pod -> {
            assertThat(serves(pod)).isEqualTo("v2");
            assertThat(image(pod, "biz-pause")).isEqualTo("local/ab:v2");
            assertThat(image(pod, "biz-container")).contains(PAUSE);
          });
      web.release("local/ab:v3").awaitReleased();
      web.release("local/ab:v1").awaitReleased();
      gaps = meter.report();
    }

    assertThat(web.pods()).allSatisfy(pod -> assertThat(serves(pod)).isEqualTo("v1"));
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    assertThatPods(web.pods()).areTheSamePodsAs(before);
    JsonNode state = new ObjectMapper().readTree(ask(web.pod(0), "/state", "GET"));
    assertThat(state.get("lostBytes").asInt()).as("bytes of shared memory").isZero();
    assertThat(gaps.at("/switchesMs/count").asInt()).isEqualTo(3);
    assertThat(gaps.at("/gapsMs/max").asDouble()).as("%s", gaps.get("gaps")).isLessThan(1000);
  }

  @Test
  void aVersionThatDiesWhileItWaitsIsGivenUpAndTheOldOneServesOn() {
    assertThat(fails("waits-not").at("/failures/refused").asInt()).isZero();
  }

  @Test
  void aVersionThatCannotStartGivesTheLockBack() {
    assertThat(fails("starts-not").at("/gapsMs/max").asDouble()).isLessThan(2000);
  }

  @Test
  void anImageThatCannotBeHadIsGivenUpAndTheOldOneServesOn() {
    assertThat(fails("none").at("/failures/refused").asInt()).isZero();
  }

  @Test
  void aVersionThatDiesWithTheLockGivesItBack() {
    assertThat(fails("serves-not").at("/gapsMs/max").asDouble()).isLessThan(2000);
  }

  @Test
  void aVersionThatDiesInStandbyTimeGivesTheLockBack() {
    assertThat(fails("serves-shortly").at("/gapsMs/max").asDouble()).isLessThan(2000);
  }

  /**
   * The batch fails, its pod goes back, and takes the next version; what a client saw till then.
   */
  private JsonNode fails(String version) {
    LiveWorkload web = running(timeout(ab(1, "v1"), SOON));
    PodHistory.Mark mark = web.history().mark();
    JsonNode gaps;
    try (GapMeter meter = new GapMeter(gapMeter, address(web.pod(0)))) {
      web.release("local/ab:" + version);
      returned(web, mark, "v1");
      gaps = meter.report();
    }

    // the slot is free again, and the next good version is not held up
    web.editPlan(plan -> plan.setBatchTimeoutSeconds(LATE));
    web.release("local/ab:v2").awaitReleased();
    assertThat(serves(web.pod(0))).isEqualTo("v2");
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    return gaps;
  }

  @Test
  void aBusinessThatDoesNotHearEndsAtTheLaunchersTimeout() {
    LiveWorkload web = running(ab(1, "deaf"));

    web.release("local/ab:v2").awaitReleased();

    assertThat(serves(web.pod(0))).isEqualTo("v2");
  }

  @Test
  void theNewVersionTakesOverWhenTheServingOneCrashesWhileItWaits() {
    LiveWorkload web = running(ab(1, "v1", 5, 2));
    web.release("local/ab:v2");
    Await.until("it is loaded", () -> step(web, 0).equals("LOAD"));
    Await.until("v2 runs", () -> SlotStatus.of(web.pod(0), "biz-pause").restarts() == 1);

    ask(web.pod(0), "/crash", "POST");
    Await.until("v2 serves", () -> serves(web.pod(0)).equals("v2"));
    web.awaitReleased();

    assertThat(serves(web.pod(0))).isEqualTo("v2");
  }

  @Test
  void aRollbackBetweenTheStepsBringsTheOldVersionBack() {
    LiveWorkload web = running(ab(2, "v1", 1, 60));
    PodHistory.Mark mark = web.history().mark();
    web.release("local/ab:v2");
    Await.until("v2 serves", () -> serves(web.pod(1)).equals("v2"));

    web.annotate(Annotations.ROLLBACK, "last-good");

    returned(web, mark, "v1");
    assertThat(image(web.pod(1), "biz-pause")).contains(PAUSE);
  }

  @Test
  void aPauseHoldsNoSwitchUpThatHasBegun() {
    LiveWorkload web = running(ab(2, "v1", 3, 2));
    web.release("local/ab:v2");
    Await.until("it is loaded", () -> step(web, 1).equals("LOAD"));
    web.pauseAndAwait();

    Await.until("the first pod finishes", () -> step(web, 1).equals("FINISH"));
    assertThat(serves(web.pod(1))).isEqualTo("v2");
    assertThat(serves(web.pod(0))).isEqualTo("v1");
    web.resume().awaitReleased();
  }

  @Test
  void imagesThatAPersonChangesArePutBack() {
    LiveWorkload web = running(ab(1, "v1"));
    web.client()
        .resource(web.pod(0))
        .edit(pod -> {
          pod.getSpec().getContainers().stream()
              .filter(c -> c.getName().equals("biz-container"))
              .forEach(c -> c.setImage(PAUSE));
          return pod;
        });

    Await.until("it is put back", () -> image(web.pod(0), "biz-container").equals("local/ab:v1"));
    Await.until("v1 serves", () -> serves(web.pod(0)).equals("v1"));
  }
}
