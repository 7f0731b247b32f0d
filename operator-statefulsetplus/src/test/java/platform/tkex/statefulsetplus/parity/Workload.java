package platform.tkex.statefulsetplus.parity;

import static platform.tkex.testkit.TkexAssertions.assertThatPods;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.Pods;

/**
 * One object of either kind, read and written as a StatefulSet.
 *
 * <p>Nothing but apiVersion and kind is translated: that a manifest works unchanged is a part of
 * the contract, so every test of the suite shows it.
 */
final class Workload {

  private static final int CONFLICT = 409;

  private final KubernetesClient client;
  private final KubernetesSerialization json;
  private final WorkloadKind kind;
  private final String namespace;
  private final String name;

  Workload(KubernetesClient client, WorkloadKind kind, String namespace, String name) {
    this.client = client;
    this.json = client.getKubernetesSerialization();
    this.kind = kind;
    this.namespace = namespace;
    this.name = name;
  }

  WorkloadKind kind() {
    return kind;
  }

  String name() {
    return name;
  }

  String namespace() {
    return namespace;
  }

  /** Creates it from a StatefulSet manifest with apiVersion and kind changed. */
  void create(StatefulSet manifest) {
    GenericKubernetesResource object = json.convertValue(manifest, GenericKubernetesResource.class);
    object.setApiVersion(kind.apiVersion());
    object.setKind(kind.kind());
    object.getMetadata().setNamespace(namespace);
    client
        .genericKubernetesResources(kind.definition())
        .inNamespace(namespace)
        .resource(object)
        .create();
  }

  /** As it is now; fails when it does not exist. */
  StatefulSet get() {
    GenericKubernetesResource object =
        Objects.requireNonNull(resource().get(), "there is no " + name);
    StatefulSet set = json.convertValue(object, StatefulSet.class);
    if (set.getStatus() == null) {
      set.setStatus(new StatefulSetStatus());
    }
    return set;
  }

  boolean exists() {
    return resource().get() != null;
  }

  String uid() {
    return get().getMetadata().getUid();
  }

  StatefulSetStatus status() {
    return get().getStatus();
  }

  /** Reads, changes and replaces; again when somebody else wrote meanwhile. */
  long edit(UnaryOperator<StatefulSetBuilder> change) {
    while (true) {
      GenericKubernetesResource changed =
          json.convertValue(
              change.apply(new StatefulSetBuilder(get())).build(), GenericKubernetesResource.class);
      changed.setApiVersion(kind.apiVersion());
      changed.setKind(kind.kind());
      try {
        return resourceOf(changed).update().getMetadata().getGeneration();
      } catch (KubernetesClientException e) {
        if (e.getCode() != CONFLICT) {
          throw e;
        }
      }
    }
  }

  private Resource<GenericKubernetesResource> resourceOf(GenericKubernetesResource object) {
    return client
        .genericKubernetesResources(kind.definition())
        .inNamespace(namespace)
        .resource(object);
  }

  void setImage(String image) {
    edit(set ->
        set.editSpec()
            .editTemplate()
            .editSpec()
            .editFirstContainer()
            .withImage(image)
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec());
  }

  void setPartition(int partition) {
    edit(set ->
        set.editSpec()
            .editOrNewUpdateStrategy()
            .withType("RollingUpdate")
            .editOrNewRollingUpdate()
            .withPartition(partition)
            .endRollingUpdate()
            .endUpdateStrategy()
            .endSpec());
  }

  /** Through the scale subresource, as kubectl scale and an autoscaler do. */
  void scale(int replicas) {
    new ScaleEndpoint(client, this).patch(replicas);
  }

  void delete(DeletionPropagation propagation) {
    resource().withPropagationPolicy(propagation).delete();
  }

  /** Waits until the object is gone. */
  void deleteAndAwait(DeletionPropagation propagation) {
    delete(propagation);
    Await.until(name + " is gone", () -> !exists());
  }

  /** Pods named as its members, by ordinal; those on their way out too. */
  List<Pod> pods() {
    Pattern members = Pattern.compile(Pattern.quote(name) + "-[0-9]+");
    return client.pods().inNamespace(namespace).list().getItems().stream()
        .filter(pod -> members.matcher(pod.getMetadata().getName()).matches())
        .sorted(Pods.byOrdinal())
        .toList();
  }

  Pod pod(int ordinal) {
    return Objects.requireNonNull(
        client.pods().inNamespace(namespace).withName(podName(ordinal)).get(),
        "there is no pod " + podName(ordinal));
  }

  @Nullable Pod podOrNull(int ordinal) {
    return client.pods().inNamespace(namespace).withName(podName(ordinal)).get();
  }

  /** Waits until another pod has taken the ordinal of this one and is ready; returns it. */
  Pod awaitReplaced(Pod old) {
    int ordinal = Pods.ordinal(old);
    Await.until(
        podName(ordinal) + " is new and ready",
        () -> {
          Pod pod = podOrNull(ordinal);
          return pod != null && !Pods.uid(pod).equals(Pods.uid(old)) && Pods.isReady(pod);
        });
    return pod(ordinal);
  }

  String podName(int ordinal) {
    return name + "-" + ordinal;
  }

  /** Merges JSON into a pod. */
  void patchPod(int ordinal, String json) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(podName(ordinal))
        .patch(PatchContext.of(PatchType.JSON_MERGE), json);
  }

  void deletePod(int ordinal) {
    client.pods().inNamespace(namespace).withName(podName(ordinal)).delete();
  }

  /** Revisions that it owns, oldest number first. */
  List<ControllerRevision> revisions() {
    String uid = uid();
    return client.apps().controllerRevisions().inNamespace(namespace).list().getItems().stream()
        .filter(r ->
            r.getMetadata().getOwnerReferences().stream().anyMatch(o -> o.getUid().equals(uid)))
        .sorted(Comparator.comparing(ControllerRevision::getRevision))
        .toList();
  }

  /** Records what happens to its pods from now on. */
  PodHistory history() {
    return PodHistory.record(client, namespace, name);
  }

  /** Waits until so many pods exist, all of them are available, and the status has counted them. */
  void awaitAvailable(int replicas) {
    Await.untilAsserted(
        name + " has " + replicas + " available replicas", () -> assertAvailable(replicas));
  }

  /** As above, and all of them are on the newest revision, which the status calls current. */
  void awaitUpdated(int replicas) {
    Await.untilAsserted(
        name + " is updated",
        () -> {
          StatefulSetStatus status = assertAvailable(replicas);
          counted("updatedReplicas", replicas, orZero(status.getUpdatedReplicas()));
          counted("currentRevision", status.getUpdateRevision(), status.getCurrentRevision());
        });
  }

  private StatefulSetStatus assertAvailable(int replicas) {
    StatefulSet set = get();
    StatefulSetStatus status = set.getStatus();
    counted(
        "observedGeneration", set.getMetadata().getGeneration(), status.getObservedGeneration());
    counted("replicas", replicas, orZero(status.getReplicas()));
    counted("readyReplicas", replicas, orZero(status.getReadyReplicas()));
    counted("availableReplicas", replicas, orZero(status.getAvailableReplicas()));
    List<Pod> pods = pods();
    counted("pods", replicas, pods.size());
    assertThatPods(pods).areAllReady();
    return status;
  }

  /**
   * Waits until the controller has gone over it twice from the start, after everything that a test
   * did before.
   *
   * <p>This is how "nothing happens" is bounded without a clock: a change of revisionHistoryLimit
   * asks no pod to move, but makes a new generation, which the controller reports as observed at
   * the end of a pass over it. The second pass has seen what the first one did.
   */
  void awaitTwoPasses() {
    for (int pass = 0; pass < 2; pass++) {
      long generation =
          edit(set ->
              set.editSpec()
                  .withRevisionHistoryLimit(set.buildSpec().getRevisionHistoryLimit() + 1)
                  .endSpec());
      Await.until(
          name + " has been gone over",
          () -> {
            Long observed = status().getObservedGeneration();
            return observed != null && observed >= generation;
          });
    }
  }

  /** An absent counter is 0 in both kinds. */
  static int orZero(@Nullable Integer count) {
    return count == null ? 0 : count;
  }

  private static void counted(String what, @Nullable Object wanted, @Nullable Object found) {
    if (!Objects.equals(wanted, found)) {
      throw new AssertionError("expected " + what + " " + wanted + ", but it is " + found);
    }
  }

  private Resource<GenericKubernetesResource> resource() {
    return client
        .genericKubernetesResources(kind.definition())
        .inNamespace(namespace)
        .withName(name);
  }
}
