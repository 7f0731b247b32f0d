package platform.tkex.statefulsetplus.preload;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.model.PodNames;
import platform.tkex.statefulsetplus.model.Selector;

/** The pods that pull. */
class PreloadPodsTest {
  private final StatefulSetPlus web = new StatefulSetPlus();

  private Pod pod(String image, String policy) {
    web.getMetadata().setName("web");
    web.getMetadata().setNamespace("x");
    web.getMetadata().setUid("o");
    PodTemplateSpec template =
        Serialization.unmarshal(
            """
            metadata: {labels: {app: web}, annotations: {a: b}}
            spec:
              serviceAccountName: puller
              imagePullSecrets: [{name: registry}]
              nodeSelector: {type: x}
              containers: [{name: app, image: 'app:v2'}]
            """,
            PodTemplateSpec.class);
    return PreloadPods.pod(
        web, template, new Pull("node-1", image, policy), Duration.ofSeconds(20));
  }

  @Test
  void itPullsOnItsNodeWhateverThatTolerates() {
    PodSpec spec = pod("app:v2", "Always").getSpec();

    assertThat(spec.getNodeName()).isEqualTo("node-1");
    assertThat(spec.getTolerations())
        .singleElement()
        .hasFieldOrPropertyWithValue("operator", "Exists");
    assertThat(spec.getNodeSelector()).isEmpty();
    assertThat(spec.getContainers())
        .singleElement()
        .hasFieldOrPropertyWithValue("image", "app:v2")
        .hasFieldOrPropertyWithValue("imagePullPolicy", "Always");
    assertThat(pod("app:v2", "").getSpec().getContainers().getFirst().getImagePullPolicy())
        .isNull();
  }

  @Test
  void itEndsByItselfAndRunsNothing() {
    PodSpec spec = pod("app:v2", "").getSpec();

    assertThat(spec.getRestartPolicy()).isEqualTo("Never");
    assertThat(spec.getActiveDeadlineSeconds()).isEqualTo(20);
    assertThat(spec.getTerminationGracePeriodSeconds()).isZero();
    assertThat(spec.getAutomountServiceAccountToken()).isFalse();
    assertThat(spec.getContainers().getFirst().getCommand())
        .containsExactly("/platform.tkex/nothing-to-run");
  }

  @Test
  void itMayPullWhatThePodsMay() {
    PodSpec spec = pod("app:v2", "").getSpec();

    assertThat(spec.getServiceAccountName()).isEqualTo("puller");
    assertThat(spec.getImagePullSecrets()).containsExactly(new LocalObjectReference("registry"));
  }

  @Test
  void itIsNoneOfTheWorkloadsPods() {
    Pod pod = pod("app:v2", "");

    assertThat(pod.getMetadata().getLabels()).isEqualTo(Map.of("platform.tkex/preload-of", "web"));
    assertThat(new Selector(new LabelSelector(null, Map.of("app", "web"))).matches(pod)).isFalse();
    OwnerReference owner = pod.getMetadata().getOwnerReferences().getFirst();
    assertThat(owner.getUid()).isEqualTo("o");
    assertThat(owner.getController()).isNull();
    assertThat(owner.getBlockOwnerDeletion()).isNull();
    assertThat(PodNames.ordinal("web", pod.getMetadata().getName())).isEmpty();
    assertThat(PodNames.ordinal("web-preload", pod.getMetadata().getName())).isEmpty();
  }

  @Test
  void itsNameIsThatOfNodeAndImage() {
    String name = pod("app:v2", "").getMetadata().getName();

    assertThat(name).matches("web-preload-p[0-9a-f]{10}");
    assertThat(pod("app:v2", "Always").getMetadata().getName()).isEqualTo(name);
    assertThat(pod("app:v3", "").getMetadata().getName()).isNotEqualTo(name);
    assertThat(PreloadPods.name("web", new Pull("node-2", "app:v2", ""))).isNotEqualTo(name);
  }
}
