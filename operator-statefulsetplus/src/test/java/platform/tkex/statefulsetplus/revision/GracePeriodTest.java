package platform.tkex.statefulsetplus.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.InPlace;
import platform.tkex.crds.statefulsetplus.PodUpdatePolicy;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;
import platform.tkex.crds.statefulsetplus.UpdateStrategy;

/** Which pods are made with a readiness gate. */
class GracePeriodTest {

  private static StatefulSetPlus web(@Nullable PodUpdatePolicy policy, @Nullable Integer seconds) {
    StatefulSetPlus web = new StatefulSetPlus();
    web.getMetadata().setName("web");
    web.setSpec(new StatefulSetPlusSpec());
    UpdateStrategy strategy = new UpdateStrategy();
    strategy.setPodUpdatePolicy(policy);
    InPlace inPlace = new InPlace();
    inPlace.setGracePeriodSeconds(seconds);
    strategy.setInPlace(inPlace);
    web.getSpec().setUpdateStrategy(strategy);
    return web;
  }

  private static Pod pod(StatefulSetPlus web, String... gates) {
    PodTemplateSpec template = new PodTemplateSpecBuilder().withNewSpec().endSpec().build();
    for (String gate : gates) {
      template.getSpec().getReadinessGates().add(new PodReadinessGate(gate));
    }
    return PodFactory.pod(web, template, "web-a", 0);
  }

  @Test
  void onlyWithAPeriodAndAPolicyInPlace() {
    assertThat(GracePeriod.of(web(PodUpdatePolicy.IN_PLACE_IF_POSSIBLE, 30)))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(GracePeriod.of(web(PodUpdatePolicy.IN_PLACE_ONLY, 1)))
        .isEqualTo(Duration.ofSeconds(1));
    assertThat(GracePeriod.of(web(PodUpdatePolicy.IN_PLACE_ONLY, null))).isZero();
    assertThat(GracePeriod.of(web(PodUpdatePolicy.RECREATE, 30))).isZero();
    assertThat(GracePeriod.of(web(null, 30))).isZero();
    StatefulSetPlus bare = new StatefulSetPlus();
    bare.setSpec(new StatefulSetPlusSpec());
    assertThat(GracePeriod.of(bare)).isZero();
  }

  @Test
  void ourGateComesAfterThoseOfTheTemplateAndOnce() {
    StatefulSetPlus gated = web(PodUpdatePolicy.IN_PLACE_ONLY, 1);

    assertThat(pod(gated, "x/y").getSpec().getReadinessGates())
        .extracting(PodReadinessGate::getConditionType)
        .containsExactly("x/y", GracePeriod.GATE);
    assertThat(pod(gated, GracePeriod.GATE).getSpec().getReadinessGates()).hasSize(1);
    assertThat(pod(web(PodUpdatePolicy.RECREATE, 1)).getSpec().getReadinessGates()).isEmpty();
  }
}
