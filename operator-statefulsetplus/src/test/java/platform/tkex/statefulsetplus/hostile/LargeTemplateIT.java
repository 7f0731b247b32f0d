package platform.tkex.statefulsetplus.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.statefulsetplus.batches.Story;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.StatefulSetPlusBuilder;

/** Templates near what etcd stores in one object, 1.5 MiB; a revision keeps the whole of it. */
class LargeTemplateIT extends HostileTest {
  private static final int CONTAINERS = 500;
  private static final int LIMIT = 1536 * 1024;

  @Test
  void fiveHundredContainersAreReleasedAsAnyOther() {
    LiveWorkload web = running(large("web", 2_000 * CONTAINERS));

    web.release("app:v2").awaitReleased().awaitImages("v2 v2");

    assertThat(web.revisions()).hasSize(2);
    assertThat(web.pods()).allMatch(pod -> pod.getSpec().getContainers().size() == CONTAINERS);
    othersGoOn();
  }

  @Test
  void whatEtcdDoesNotTakeIsRefusedToWhoeverAppliesIt() {
    assertThatThrownBy(() -> create(large("web", LIMIT)))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("request is too large");
    othersGoOn();
  }

  /** It fits, but not together with its status: nothing is decided that cannot be recorded. */
  @Test
  void withoutRoomForItsStatusItMovesNothingAndSaysWhy() {
    LiveWorkload web = create(large("web-1", largest()));

    Story.of(web).awaitEvent(Reason.FAILED_UPDATE, "status", "request is too large");
    assertThat(web.pods()).isEmpty();
    othersGoOn();

    web.editTemplate(LargeTemplateIT::small);
    web.awaitReleased();
  }

  /** Bytes of padding in the largest object that is taken, to 256 bytes. */
  private int largest() {
    int taken = LIMIT / 2;
    int refused = LIMIT;
    while (refused - taken > 256) {
      int middle = (taken + refused) / 2;
      if (isTaken(middle)) {
        taken = middle;
      } else {
        refused = middle;
      }
    }
    return taken;
  }

  private boolean isTaken(int padding) {
    var probe = client.resource(large("probe", padding).replicas(0).namespace(namespace).build());
    try {
      probe.create();
      probe.delete();
      return true;
    } catch (KubernetesClientException e) {
      assertThat(e).hasMessageContaining("request is too large");
      return false;
    }
  }

  /** Its first container is the app, as in every test; the padding is shared by the others. */
  private static StatefulSetPlusBuilder large(String name, int padding) {
    String value = "x".repeat(padding / (CONTAINERS - 1));
    return named(name, 2)
        .autoBatches("1", "1")
        .template(t ->
            t.editSpec()
                .addAllToContainers(
                    IntStream.range(1, CONTAINERS)
                        .mapToObj(i ->
                            new ContainerBuilder()
                                .withName("c" + i)
                                .withImage("app:v1")
                                .addNewEnv()
                                .withName("PADDING")
                                .withValue(value)
                                .endEnv()
                                .build())
                        .toList())
                .endSpec());
  }

  private static PodTemplateSpecBuilder small(PodTemplateSpecBuilder template) {
    return template
        .editSpec()
        .removeMatchingFromContainers(container -> !container.getName().equals("app"))
        .endSpec();
  }
}
