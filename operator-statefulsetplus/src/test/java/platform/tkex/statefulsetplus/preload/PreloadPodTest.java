package platform.tkex.statefulsetplus.preload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a kubelet reports of a pod that pulls. */
class PreloadPodTest {
  private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private static PreloadPod seen(String status, Duration age) {
    Pod pod =
        Serialization.unmarshal(
            """
            metadata: {name: web-preload-p1, uid: u1, creationTimestamp: '%s'}
            spec: {nodeName: n1, containers: [{name: preload, image: 'app:v2'}]}
            %s
            """
                .formatted(CREATED, status.isEmpty() ? "" : "status: {" + status + "}"),
            Pod.class);
    return PreloadPod.of(pod, TIMEOUT, CREATED.plus(age));
  }

  private static PreloadPod seen(String status) {
    return seen(status, Duration.ofSeconds(5));
  }

  private static String container(String state, String imageId) {
    return "containerStatuses: [{name: preload, imageID: '%s', state: {%s}}]"
        .formatted(imageId, state);
  }

  @Test
  void itPullsUntilThereIsAContainer() {
    assertThat(seen("").state()).isEqualTo(PreloadPod.State.PULLING);
    assertThat(
            seen("phase: Pending, " + container("waiting: {reason: ContainerCreating}", ""))
                .state())
        .isEqualTo(PreloadPod.State.PULLING);
    PreloadPod pod =
        seen(
            "phase: Failed, "
                + container("terminated: {reason: StartError, exitCode: 128}", "app@sha256:22"));
    assertThat(pod)
        .isEqualTo(
            new PreloadPod(
                "web-preload-p1",
                "u1",
                "n1",
                "app:v2",
                PreloadPod.State.PULLED,
                "",
                false,
                CREATED.plusSeconds(30)));
  }

  /** A fake node runs whatever it is told to. */
  @Test
  void aContainerThatRunsHasPulledToo() {
    assertThat(seen("phase: Running, " + container("running: {}", "sha256:22")).state())
        .isEqualTo(PreloadPod.State.PULLED);
  }

  @Test
  void aPullThatIsTriedAgainHasNotFailedYet() {
    String waiting = "waiting: {reason: ImagePullBackOff, message: 'no such image'}";

    assertThat(seen("phase: Pending, " + container(waiting, "")).state())
        .isEqualTo(PreloadPod.State.PULLING);
    PreloadPod pod = seen("phase: Failed, reason: DeadlineExceeded, " + container(waiting, ""));
    assertThat(pod.state()).isEqualTo(PreloadPod.State.FAILED);
    assertThat(pod.why()).isEqualTo("ImagePullBackOff: no such image");
  }

  @Test
  void aSlowPullHasNoOtherReason() {
    String waiting = "waiting: {reason: ContainerCreating}";
    String status = "phase: Failed, reason: DeadlineExceeded, message: late, ";

    assertThat(seen(status + container(waiting, "")).why()).isEqualTo("not within 20 s");
  }

  @Test
  void aNodeThatRefusesThePodSaysWhy() {
    assertThat(seen("phase: Failed, reason: OutOfcpu, message: too full").why())
        .isEqualTo("OutOfcpu: too full");
    assertThat(seen("phase: Failed, reason: Evicted").why()).isEqualTo("Evicted");
  }

  @Test
  void aNodeThatSaysNothingIsGivenUpAtLast() {
    assertThat(seen("", Duration.ofMillis(29_999)).state()).isEqualTo(PreloadPod.State.PULLING);
    PreloadPod pod = seen("", Duration.ofSeconds(30));
    assertThat(pod.state()).isEqualTo(PreloadPod.State.FAILED);
    assertThat(pod.why()).isEqualTo("not within 20 s");
  }
}
