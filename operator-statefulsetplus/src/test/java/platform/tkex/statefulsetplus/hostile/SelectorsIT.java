package platform.tkex.statefulsetplus.hostile;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.statefulsetplus.batches.Story;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.Pods;
import platform.tkex.testkit.StatefulSetPlusBuilder;
import platform.tkex.testkit.Workloads;

/** Selectors that pick what is not the workload's. */
class SelectorsIT extends HostileTest {

  @Test
  void podsOfOthersAreNeitherTouchedNorCounted() {
    client.resource(replicaSet()).create();
    client.resource(stray()).create();
    Await.until("they run", () -> ready("app=other").size() == 2 && ready("app=stray").size() == 1);
    Set<String> before = uids("app in (other,stray)");

    LiveWorkload web = running(shared("web"));
    web.release("app:v2").awaitReleased().awaitImages("v2 v2");
    web.awaitPasses();

    assertThat(uids("app in (other,stray)")).isEqualTo(before);
    assertThat(web.status().getReplicas()).isEqualTo(2);
    othersGoOn();
  }

  @Test
  void twoOfTheSameSelectorKeepToTheirOwn() {
    LiveWorkload left = running(shared("left"));
    LiveWorkload right = running(shared("right"));
    PodHistory.Mark mark = right.history().mark();

    left.release("app:v2").awaitReleased().awaitImages("v2 v2");

    assertThatHistory(right.history().since(mark)).nobodyCameOrWent();
    assertThat(left.status().getReplicas()).isEqualTo(2);
    assertThat(right.status().getReplicas()).isEqualTo(2);
    assertThat(left.revisions())
        .as("each has its own history")
        .filteredOn(r -> r.getMetadata().getName().startsWith("right-"))
        .hasSize(1);
    othersGoOn();
  }

  /** The other one must not take the history that is left behind for the next life. */
  @Test
  void whatOneLeavesBehindTheOtherDoesNotTake() {
    LiveWorkload left = running(shared("left"));
    LiveWorkload right = running(shared("right"));
    StatefulSetPlus again = shared("left").namespace(namespace).build();
    PodHistory.Mark mark = left.history().mark();

    left.delete(DeletionPropagation.ORPHAN);
    Await.until("it is gone", () -> left.resource().get() == null);
    right.awaitPasses();
    client.resource(again).create();
    left.awaitReleased();

    assertThatHistory(left.history().since(mark)).nobodyCameOrWent();
    assertThat(left.revisions())
        .hasSize(2)
        .allSatisfy(revision ->
            assertThat(revision.getMetadata().getName())
                .startsWith(
                    revision.getMetadata().getOwnerReferences().getFirst().getName() + "-"));
    othersGoOn();
  }

  /**
   * A StatefulSet of the same name makes pods of the same names: the first to come has them. Once
   * it lets them go they are taken over, and brought one by one to the revision decided meanwhile.
   */
  @Test
  void aNativeOneOfTheSameNameKeepsItsPods() {
    client
        .resource(
            new StatefulSetBuilder(Workloads.statefulSet("web").build())
                .editMetadata()
                .withNamespace(namespace)
                .endMetadata()
                .editSpec()
                .withReplicas(2)
                .endSpec()
                .build())
        .create();
    Await.until("its pods run", () -> ready("app=web").size() == 2);
    Set<String> before = uids("app=web");

    LiveWorkload web = create(web(2).autoBatches("1", "1"));

    awaitLack(web, "0 of 2 pods are available", "2 missing (0-1)", "not of this workload");
    Story.of(web).awaitEvent(Reason.FAILED_CREATE, "not of this workload", "web-0");
    assertThat(uids("app=web")).isEqualTo(before);
    othersGoOn();

    PodHistory.Mark mark = web.history().mark();
    client
        .apps()
        .statefulSets()
        .inNamespace(namespace)
        .withName("web")
        .withPropagationPolicy(DeletionPropagation.ORPHAN)
        .delete();
    web.awaitReleased();
    assertThatHistory(web.history().since(mark)).hadAtMostUnavailable(1, 2);
  }

  private static StatefulSetPlusBuilder shared(String name) {
    return named(name, 2)
        .autoBatches("1", "1")
        .template(t -> t.editMetadata().addToLabels("team", "one").endMetadata())
        .spec(
            s -> s.setSelector(new LabelSelectorBuilder().addToMatchLabels("team", "one").build()));
  }

  private ReplicaSet replicaSet() {
    return new ReplicaSetBuilder()
        .withNewMetadata()
        .withNamespace(namespace)
        .withName("other")
        .endMetadata()
        .withNewSpec()
        .withReplicas(2)
        .withNewSelector()
        .addToMatchLabels("app", "other")
        .endSelector()
        .withTemplate(template("other"))
        .endSpec()
        .build();
  }

  /** An orphan of another name. */
  private Pod stray() {
    PodTemplateSpec template = template("stray");
    return new PodBuilder()
        .withMetadata(template.getMetadata())
        .editMetadata()
        .withNamespace(namespace)
        .withName("web-x")
        .endMetadata()
        .withSpec(template.getSpec())
        .build();
  }

  private static PodTemplateSpec template(String app) {
    return new PodTemplateSpecBuilder(Workloads.template(app, "app:v1"))
        .editMetadata()
        .addToLabels("team", "one")
        .endMetadata()
        .build();
  }

  private List<Pod> ready(String selector) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabelSelector(selector)
        .list()
        .getItems()
        .stream()
        .filter(Pods::isReady)
        .toList();
  }

  private Set<String> uids(String selector) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabelSelector(selector)
        .list()
        .getItems()
        .stream()
        .map(Pods::uid)
        .collect(Collectors.toSet());
  }
}
