package platform.tkex.statefulsetplus.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.Ordinals;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Pods;
import platform.tkex.testkit.Workloads;

/** Names at the limit of what labels and host names hold. */
class NamesIT extends HostileTest {
  private static final String LONGEST = "n" + "-123456789".repeat(5) + "x";

  @Test
  void theLongestNameWithTheHighestOrdinalsIsReleasedAsAnyOther() {
    Ordinals last = new Ordinals();
    last.setStart(Integer.MAX_VALUE - 2);
    LiveWorkload web =
        running(named(LONGEST, 2).autoBatches("1", "1").spec(s -> s.setOrdinals(last)));

    web.release("app:v2").awaitReleased().awaitImages("v2 v2");

    assertThat(web.pods())
        .extracting(pod -> pod.getMetadata().getName())
        .containsExactly(LONGEST + "-2147483645", LONGEST + "-2147483646")
        .allSatisfy(name -> assertThat(name).hasSize(63));
    assertThat(web.pods()).extracting(Pods::revision).allSatisfy(r -> assertThat(r).hasSize(63));
    othersGoOn();
  }

  /** What apps/v1 takes and never makes a pod of is refused here, by name and number. */
  @Test
  void aLongerOneIsRefusedAtOnce() {
    String tooLong = LONGEST + "y";

    assertThatThrownBy(() -> create(named(tooLong, 1)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("metadata.name")
        .hasMessageContaining("must have at most 52 characters")
        .hasMessageContaining("given 53");

    client
        .resource(
            new StatefulSetBuilder(Workloads.statefulSet(tooLong).build())
                .editMetadata()
                .withNamespace(namespace)
                .endMetadata()
                .build())
        .create();
    Await.until(
        "the native StatefulSet fails to make its pod",
        () ->
            client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> event.getReason().equals("FailedCreate"))
                .map(Event::getMessage)
                .anyMatch(message -> message.contains("must be no more than 63")));
    othersGoOn();
  }
}
