package platform.tkex.common.pods;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class PodTrimmerTest {

  private final KubernetesSerialization yaml = new KubernetesSerialization();
  private final PodTrimmer trimmer = new PodTrimmer(new Interner(1000));

  private static final String KEPT =
      """
      apiVersion: v1
      kind: Pod
      metadata:
        namespace: x
        name: web-0
        uid: u
        resourceVersion: "7"
        generation: 3
        generateName: web-
        creationTimestamp: "2026-01-02T03:04:05Z"
        deletionTimestamp: "2026-01-02T03:05:05Z"
        deletionGracePeriodSeconds: 30
        labels: {app: web, apps.kubernetes.io/pod-index: "0"}
        annotations: {platform.tkex/x: "1"}
        finalizers: [platform.tkex/f]
        ownerReferences:
        - {apiVersion: platform.tkex/v1, kind: StatefulSetPlus, name: web, uid: o, controller: true,
           blockOwnerDeletion: true}
      spec:
        nodeName: n1
        hostname: web-0
        subdomain: web
        readinessGates: [{conditionType: platform.tkex/InPlaceUpdateReady}]
        volumes: [{name: data, persistentVolumeClaim: {claimName: data-web-0}}]
        containers: [{name: app, image: "r/app:1"}]
        initContainers: [{name: sidecar, image: "r/side:1", restartPolicy: Always}]
      status:
        phase: Running
        reason: Evicted
        message: gone
        startTime: "2026-01-02T03:04:06Z"
        podIP: 10.0.0.1
        observedGeneration: 3
        conditions:
        - {type: Ready, status: "False", reason: R, message: M, observedGeneration: 3,
           lastTransitionTime: "2026-01-02T03:04:07Z"}
        containerStatuses:
        - name: app
          image: r/app:1
          imageID: sha256:1
          containerID: containerd://c
          ready: false
          started: true
          restartCount: 4
          state: {waiting: {reason: CrashLoopBackOff, message: back-off}}
          lastState: {terminated: {exitCode: 1, reason: Error}}
        initContainerStatuses:
        - {name: sidecar, image: "r/side:1", imageID: "sha256:2", containerID: "containerd://s",
           ready: true, started: true, restartCount: 0, state: {running: {}}}
      """;

  @Test
  void whatControllersReadIsKept() {
    Pod pod = yaml.unmarshal(KEPT, Pod.class);

    assertThat(trimmer.trim(yaml.unmarshal(KEPT, Pod.class))).isEqualTo(pod);
  }

  @Test
  void theRestIsDropped() {
    Pod pod = yaml.unmarshal(KEPT, Pod.class);
    Pod more =
        pod.edit()
            .editMetadata()
            .addNewManagedField()
            .withManager("kubelet")
            .endManagedField()
            .endMetadata()
            .editSpec()
            .withServiceAccountName("s")
            .withNewSecurityContext()
            .endSecurityContext()
            .addNewToleration()
            .withKey("k")
            .endToleration()
            .addNewVolume()
            .withName("config")
            .withNewConfigMap()
            .withName("c")
            .endConfigMap()
            .endVolume()
            .editContainer(0)
            .addNewEnv()
            .withName("SECRET")
            .withValue("v")
            .endEnv()
            .endContainer()
            .endSpec()
            .editStatus()
            .withHostIP("10.0.0.9")
            .addNewPodIP()
            .withIp("10.0.0.1")
            .endPodIP()
            .endStatus()
            .build();

    assertThat(trimmer.trim(more)).isEqualTo(pod);
  }

  @Test
  void trimmingAgainChangesNothingAndABarePodIsNoTrouble() {
    Pod once = trimmer.trim(yaml.unmarshal(KEPT, Pod.class));
    Pod bare = Pods.pod("p", "u", "1");
    bare.setSpec(null);

    assertThat(trimmer.trim(trimmer.trim(once))).isEqualTo(once);
    assertThat(trimmer.trim(bare)).isEqualTo(bare);
  }

  @Test
  void equalStringsAreOneAndTheMemoryOfThemIsBounded() {
    Interner interner = new Interner(2);
    String first = interner.same(new String("a"));

    assertThat(interner.same(new String("a"))).isSameAs(first);
    interner.same("b");
    interner.same("c");
    assertThat(interner.same(new String("a"))).as("started anew").isNotSameAs(first).isEqualTo("a");
    assertThat(interner.intern(null)).isNull();
  }
}
