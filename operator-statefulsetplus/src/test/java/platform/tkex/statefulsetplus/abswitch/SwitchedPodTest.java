package platform.tkex.statefulsetplus.abswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.statefulsetplus.abswitch.SwitchSketch.SETTLE;
import static platform.tkex.statefulsetplus.abswitch.SwitchSketch.SETTLED;
import static platform.tkex.statefulsetplus.abswitch.SwitchSketch.STANDBY;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;
import platform.tkex.statefulsetplus.abswitch.SwitchRecord.Step;
import platform.tkex.statefulsetplus.inplace.Difference;
import platform.tkex.statefulsetplus.model.SwitchStep;

class SwitchedPodTest {
  private final SwitchSketch pod = new SwitchSketch();

  private SwitchSketch loaded() {
    return pod.turnTo("r2").starts("b");
  }

  private SwitchSketch switched() {
    return loaded().after(SETTLED).step(SwitchStep.SWITCH).starts("a");
  }

  private SwitchSketch finished() {
    return switched().after(STANDBY).step(SwitchStep.FINISH).starts("a");
  }

  private void idle(String serves, String image, String idle) {
    assertThat(pod.image(serves)).isEqualTo(image);
    assertThat(pod.image(idle)).contains("pause:1");
    assertThat(pod.seen().settled()).isTrue();
    assertThat(pod.due()).isNull();
    assertThat(pod.judged().busy()).isFalse();
  }

  @Test
  void aReleaseLoadsSettlesSwitchesProvesAndFinishes() {
    pod.turnTo("r2");
    assertThat(pod.image("b")).isEqualTo("app:v2");
    assertThat(pod.annotation("ab-version.b")).isEqualTo("r2");
    assertThat(pod.annotation("ab-wanted")).isEqualTo("r1");
    assertThat(pod.due()).isNull();

    pod.starts("b");
    assertThat(pod.due()).isNull();
    assertThat(pod.until()).isEqualTo(pod.now.plus(SETTLED));

    pod.after(SETTLED).step(SwitchStep.SWITCH);
    assertThat(pod.image("a")).isEqualTo("docker.io/library/app:v1");
    assertThat(pod.annotation("ab-wanted")).isEqualTo("r2");
    assertThat(pod.judged().busy()).isTrue();
    assertThat(pod.seen().settled()).isFalse();

    pod.starts("a");
    assertThat(pod.judged().busy()).isFalse();
    assertThat(pod.due()).isNull();
    assertThat(pod.until()).isEqualTo(pod.now.plus(STANDBY));

    pod.after(STANDBY).step(SwitchStep.FINISH);
    assertThat(pod.judged().busy()).isTrue();
    pod.starts("a");
    idle("b", "app:v2", "a");
  }

  @Test
  void theNextReleaseGoesTheOtherWayRound() {
    finished().turnTo("r3").starts("a").after(SETTLED).step(SwitchStep.SWITCH).starts("b");
    assertThat(pod.annotation("ab-wanted")).isEqualTo("r3");
    pod.after(STANDBY).step(SwitchStep.FINISH).starts("b");

    idle("a", "app:v3", "b");
    assertThat(pod.record().good()).isEqualTo("a");
  }

  @Test
  void aSlotNeverStartsTheSameTextTwiceInARow() {
    finished();
    assertThat(pod.image("a")).isEqualTo("pause:1");
    pod.turnTo("r3").starts("a").after(SETTLED).step(SwitchStep.SWITCH).starts("b");
    pod.after(STANDBY).step(SwitchStep.FINISH).starts("b");
    pod.turnTo("r2").starts("b").turnTo("r3");

    assertThat(pod.record().step()).isEqualTo(Step.UNLOAD);
    assertThat(pod.image("b")).isEqualTo("docker.io/library/pause:1");
  }

  @Test
  void oneCrashWhileWaitingIsEnoughAndTheOldVersionServesOn() {
    loaded().ends("b");
    assertThat(pod.due()).isEqualTo(SwitchStep.UNLOAD);
    pod.starts("b").step(SwitchStep.UNLOAD);

    assertThat(pod.annotation("ab-wanted")).isEqualTo("r1");
    assertThat(pod.image("a")).isEqualTo("app:v1");
    pod.starts("b");
    assertThat(pod.seen().settled()).isFalse();
    assertThat(pod.judged().gaveUpAt()).isEqualTo(pod.now);
    assertThat(pod.judged().why()).contains("restarted by itself");
    assertThat(pod.due()).isNull();
  }

  @Test
  void anImageThatCannotBePulledIsGivenUp() {
    pod.turnTo("r2").waits("b", "ErrImagePull").step(SwitchStep.UNLOAD);

    assertThat(pod.record().failed()).startsWith("ErrImagePull");
    assertThat(pod.image("b")).isEqualTo("docker.io/library/pause:1");
  }

  @Test
  void whatTheKubeletSaysOfTheContainerBeforeIsNoFailure() {
    pod.turnTo("r2");
    assertThat(pod.due()).isNull();
    pod.ends("b");
    assertThat(pod.due()).isNull();
    pod.waits("b", "ContainerCreating");
    assertThat(pod.due()).isNull();
  }

  @Test
  void aCrashWithTheLockLeavesTheOldVersionWhichIsStandby() {
    switched().starts("b").step(SwitchStep.UNLOAD);

    assertThat(pod.image("a")).isEqualTo("docker.io/library/app:v1");
    assertThat(pod.image("b")).isEqualTo("docker.io/library/pause:1");
    assertThat(pod.annotation("ab-wanted")).isEqualTo("r1");
    assertThat(pod.record().good()).isEqualTo("a");
  }

  @Test
  void aCrashIsNoReasonToStopTheNewVersionWhileTheOldOneIsBeingRestarted() {
    loaded().after(SETTLED).step(SwitchStep.SWITCH).starts("b");

    assertThat(pod.due()).isNull();
    assertThat(pod.judged().busy()).isTrue();
    pod.starts("a").step(SwitchStep.UNLOAD);
  }

  @Test
  void withoutStandbyTheOldVersionIsRevivedFirst() {
    pod.settings = new SwitchSettings(true, "a", "b", null, SETTLE, Duration.ZERO);
    loaded().after(SETTLED).step(SwitchStep.SWITCH);
    assertThat(pod.image("a")).isEqualTo("pause:1");
    pod.starts("a").starts("b");

    pod.step(SwitchStep.REVIVE);
    assertThat(pod.image("a")).isEqualTo("docker.io/library/app:v1");
    assertThat(pod.image("b")).isEqualTo("app:v2");
    assertThat(pod.annotation("ab-wanted")).isEqualTo("r1");
    assertThat(pod.due()).isNull();

    pod.starts("a").step(SwitchStep.UNLOAD).starts("b");
    assertThat(pod.judged().gaveUpAt()).isNotNull();
    assertThat(pod.image("b")).contains("pause:1");
  }

  @Test
  void withoutStandbyTheNewVersionProvesItselfAndThatIsRecorded() {
    pod.settings = new SwitchSettings(true, "a", "b", null, SETTLE, Duration.ZERO);
    loaded().after(SETTLED).step(SwitchStep.SWITCH).starts("a");
    assertThat(pod.due()).isNull();
    pod.after(SETTLED);
    long generation = pod.pod.getMetadata().getGeneration();
    pod.step(SwitchStep.FINISH);

    assertThat(pod.pod.getMetadata().getGeneration()).isEqualTo(generation);
    idle("b", "app:v2", "a");
  }

  @Test
  void aPodThatIsNotReadyDoesNotFinishButOneWhoseStandbyIsLostDoes() {
    switched().ready(false).after(STANDBY);
    assertThat(pod.due()).isNull();

    pod.waits("a", "CrashLoopBackOff");
    assertThat(pod.due()).isEqualTo(SwitchStep.FINISH);
  }

  @Test
  void aRollbackBeforeTheSwitchUnloadsAndIsDone() {
    loaded().turnTo("r1").starts("b");

    idle("a", "app:v1", "b");
  }

  @Test
  void aRollbackInStandbyGivesTheLockBackToTheOldVersion() {
    switched().turnTo("r1");
    assertThat(pod.annotation("ab-wanted")).isEqualTo("r1");
    assertThat(pod.judged().busy()).isTrue();
    pod.starts("b");

    idle("a", "docker.io/library/app:v1", "b");
  }

  @Test
  void aRollbackAfterTheFinishIsAnOrdinaryRelease() {
    finished().turnTo("r1");

    assertThat(pod.record().step()).isEqualTo(Step.LOAD);
    assertThat(pod.image("a")).contains("app:v1");
    pod.starts("a").after(SETTLED).step(SwitchStep.SWITCH).starts("b");
    pod.after(STANDBY).step(SwitchStep.FINISH).starts("b");
    assertThat(pod.annotation("ab-wanted")).isEqualTo("r1");
    assertThat(pod.seen().settled()).isTrue();
  }

  @Test
  void aRollbackWithoutStandbyRevivesBeforeItUnloads() {
    pod.settings = new SwitchSettings(true, "a", "b", null, SETTLE, Duration.ZERO);
    loaded().after(SETTLED).step(SwitchStep.SWITCH).starts("a").turnTo("r1");

    assertThat(pod.record().step()).isEqualTo(Step.REVIVE);
    assertThat(pod.image("b")).isEqualTo("app:v2");
    pod.starts("a").step(SwitchStep.UNLOAD).starts("b");
    idle("a", "docker.io/library/app:v1", "b");
  }

  @Test
  void anotherReleaseInStandbyTakesTheNewVersionsSlot() {
    switched().turnTo("r3");

    assertThat(pod.image("b")).isEqualTo("app:v3");
    assertThat(pod.annotation("ab-wanted")).isEqualTo("r1");
    assertThat(pod.record().step()).isEqualTo(Step.LOAD);
    pod.starts("b").after(SETTLED).step(SwitchStep.SWITCH);
    assertThat(pod.annotation("ab-wanted")).isEqualTo("r3");
  }

  @Test
  void aRolledBackPodThatHadGivenUpNeedsNoRestart() {
    loaded().starts("b").step(SwitchStep.UNLOAD).starts("b");
    long generation = pod.pod.getMetadata().getGeneration();
    pod.turnTo("r1");

    assertThat(pod.pod.getMetadata().getGeneration()).isEqualTo(generation);
    idle("a", "app:v1", "b");
  }

  @Test
  void aRetryLoadsAgainWithATextThatTheKubeletDoesNotDelay() {
    loaded().starts("b").step(SwitchStep.UNLOAD).starts("b").turnTo("r2");

    assertThat(pod.record().step()).isEqualTo(Step.LOAD);
    assertThat(pod.image("b")).isEqualTo("docker.io/library/app:v2");
  }

  @Test
  void imagesThatSomebodyChangesArePutBack() {
    finished().edited("b", "pause:1").step(SwitchStep.RESTORE);
    assertThat(pod.image("b")).isEqualTo("app:v2");
    pod.starts("b");
    idle("b", "app:v2", "a");

    pod.edited("a", "evil:1").step(SwitchStep.RESTORE).starts("a");
    idle("b", "app:v2", "a");
  }

  @Test
  void aVersionThatWasChangedWhileItWaitedIsJudgedAnew() {
    loaded().edited("b", "pause:1").starts("b").step(SwitchStep.RESTORE).starts("b");

    assertThat(pod.judged().why()).isEmpty();
    pod.after(SETTLED).step(SwitchStep.SWITCH);
  }

  @Test
  void anAdmissionThatRewritesImagesIsNoEdit() {
    pod.turnTo("r2");
    pod.edited("b", "mirror.example/app:v2");
    pod.pod.getMetadata().setGeneration(pod.pod.getMetadata().getGeneration() - 1);

    assertThat(pod.due()).isNull();
  }

  @Test
  void anEnvironmentThatChangesIsLoadedWithTheSameImage() {
    pod.revision("e1", environment("x")).revision("e2", environment("y"));
    pod.pod.getMetadata().getLabels().put("controller-revision-hash", "e1");
    pod.turnTo("e2");

    assertThat(pod.image("b")).isEqualTo("app:v1");
    assertThat(pod.image("a")).isEqualTo("app:v1");
    assertThat(pod.record().step()).isEqualTo(Step.LOAD);
  }

  private static PodTemplateSpec environment(String value) {
    String env =
        "env: [{name: E, valueFrom: {fieldRef: {fieldPath: \"metadata.annotations['e']\"}}}]";
    return Serialization.unmarshal(
        """
        metadata: {annotations: {e: '%s'}}
        spec:
          containers:
          - {name: a, image: 'app:v1', %s}
          - {name: b, image: 'pause:1', %s}
        """
            .formatted(value, env, env),
        PodTemplateSpec.class);
  }

  @Test
  void aChangeOfOtherContainersAloneSwitchesNothing() {
    PodTemplateSpec other =
        Serialization.unmarshal(
            """
            metadata: {labels: {app: web, more: 'yes'}}
            spec:
              containers:
              - {name: a, image: 'app:v1'}
              - {name: b, image: 'pause:1'}
              - {name: s, image: 's:2'}
            """,
            PodTemplateSpec.class);
    pod.revision("r4", other).turnTo("r4").starts("s");

    assertThat(pod.image("s")).isEqualTo("s:2");
    idle("a", "app:v1", "b");
  }

  @Test
  void resourcesOfTheTwoChangePlacesWithTheSwitchAndBack() {
    pod.revision("r1", sized("app:v1")).revision("r2", sized("app:v2"));
    resources("a", "300Mi");
    resources("b", "20Mi");
    loaded().after(SETTLED);

    Difference change = pod.change(SwitchStep.SWITCH);
    assertThat(change.resources()).containsOnlyKeys("a", "b");
    assertThat(change.resources().get("b")).isEqualTo(limit("300Mi"));
    assertThat(change.resources().get("a")).isEqualTo(limit("20Mi"));

    // the resize was taken, the patch was lost
    resources("a", "20Mi");
    resources("b", "300Mi");
    assertThat(pod.change(SwitchStep.SWITCH).resources()).isEmpty();
    pod.step(SwitchStep.SWITCH).starts("a");
    assertThat(pod.towards("r1").resources()).containsEntry("a", limit("300Mi"));
  }

  private static PodTemplateSpec sized(String image) {
    return Serialization.unmarshal(
        """
        metadata: {labels: {app: web}}
        spec:
          containers:
          - {name: a, image: '%s', resources: {limits: {memory: 300Mi}}}
          - {name: b, image: 'pause:1', resources: {limits: {memory: 20Mi}}}
          - {name: s, image: s}
        """
            .formatted(image),
        PodTemplateSpec.class);
  }

  private void resources(String slot, String memory) {
    pod.pod.getSpec().getContainers().stream()
        .filter(c -> c.getName().equals(slot))
        .forEach(c -> c.setResources(limit(memory)));
  }

  private static ResourceRequirements limit(String memory) {
    return new ResourceRequirementsBuilder()
        .withLimits(Map.of("memory", new Quantity(memory)))
        .build();
  }

  @Test
  void aFreshPodNamesItsVersion() {
    pod.pod.getMetadata().getAnnotations().clear();
    StatefulSetPlusSpec spec =
        Serialization.unmarshal(
            """
            updateStrategy:
              podUpdatePolicy: ABSwitch
              abSwitch: {bizContainer: a, pauseContainer: b}
            """,
            StatefulSetPlusSpec.class);
    FreshSwitch.mark(pod.pod, spec, "r1");

    assertThat(pod.annotation("ab-version.a")).isEqualTo("r1");
    assertThat(pod.annotation("ab-wanted")).isEqualTo("r1");
    assertThat(pod.seen().settled()).isTrue();
    assertThat(pod.record().good()).isEqualTo("a");
  }

  @Test
  void aSpoiltRecordMeansAFreshPod() {
    finished().pod.getMetadata().getAnnotations().put(SwitchRecord.ANNOTATION, "{}");

    assertThat(pod.record().good()).isEqualTo("a");
  }
}
