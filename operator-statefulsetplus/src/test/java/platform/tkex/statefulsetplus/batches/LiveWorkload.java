package platform.tkex.statefulsetplus.batches;

import static platform.tkex.testkit.TkexAssertions.assertThat;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.BatchDeployConfig;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.Faults;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.Pods;
import platform.tkex.testkit.StatefulSetPlusAssert;

/**
 * One StatefulSetPlus as its user sees it: the object, its pods, and all that ever happened to
 * both.
 *
 * <p>Pods are named by their image without {@code app:}, so that {@code "v1 v1 v2"} tells the pods
 * of three ordinals.
 */
public final class LiveWorkload implements AutoCloseable {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final PodHistory pods;
  private final StatusHistory statuses;

  /** Every image that somebody asked for. */
  private final Set<String> asked = new TreeSet<>();

  private LiveWorkload(KubernetesClient client, String namespace, String name, PodHistory pods) {
    this.client = client;
    this.namespace = namespace;
    this.name = name;
    this.pods = pods;
    this.statuses = new StatusHistory(resource());
  }

  public static LiveWorkload create(KubernetesClient client, StatefulSetPlus manifest) {
    String namespace = manifest.getMetadata().getNamespace();
    String name = manifest.getMetadata().getName();
    return create(client, manifest, PodHistory.record(client, namespace, name));
  }

  /** With a record of its pods that was started before. */
  public static LiveWorkload create(
      KubernetesClient client, StatefulSetPlus manifest, PodHistory pods) {
    String namespace = manifest.getMetadata().getNamespace();
    String name = manifest.getMetadata().getName();
    LiveWorkload workload = new LiveWorkload(client, namespace, name, pods);
    workload.asked.add(image(manifest.getSpec()));
    client.resource(manifest).create();
    return workload;
  }

  public KubernetesClient client() {
    return client;
  }

  public String namespace() {
    return namespace;
  }

  public String name() {
    return name;
  }

  /** What happened to the pods. */
  public PodHistory history() {
    return pods;
  }

  /** What the status told. */
  public StatusHistory statuses() {
    return statuses;
  }

  public Set<String> asked() {
    return asked;
  }

  public Resource<StatefulSetPlus> resource() {
    return client.resources(StatefulSetPlus.class).inNamespace(namespace).withName(name);
  }

  public StatefulSetPlus get() {
    return Objects.requireNonNull(resource().get(), "there is no " + name);
  }

  public StatefulSetPlusStatus status() {
    return Objects.requireNonNullElseGet(get().getStatus(), StatefulSetPlusStatus::new);
  }

  public BatchDeployStatus release() {
    return Objects.requireNonNullElseGet(status().getBatchDeployStatus(), BatchDeployStatus::new);
  }

  // --- what people do

  public LiveWorkload edit(Consumer<StatefulSetPlusSpec> change) {
    write(() ->
        resource()
            .edit(object -> {
              change.accept(object.getSpec());
              asked.add(image(object.getSpec()));
              return object;
            }));
    return this;
  }

  /** Again when the controller wrote at the same time. */
  private static void write(Runnable request) {
    while (true) {
      try {
        request.run();
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
      }
    }
  }

  public LiveWorkload editPlan(Consumer<BatchDeployConfig> change) {
    return edit(spec ->
        change.accept(
            Objects.requireNonNull(spec.getBatchDeployConfig(), "it has no plan to edit")));
  }

  public LiveWorkload editTemplate(UnaryOperator<PodTemplateSpecBuilder> change) {
    return edit(
        spec -> spec.setTemplate(change.apply(new PodTemplateSpecBuilder(template(spec))).build()));
  }

  /** Another image for the one container; its pods get ready by themselves. */
  public LiveWorkload release(String image) {
    return editTemplate(t ->
        t.editMetadata()
            .removeFromAnnotations(Faults.UNREADY)
            .endMetadata()
            .editSpec()
            .editFirstContainer()
            .withImage(image)
            .endContainer()
            .endSpec());
  }

  /** Another image, whose pods get ready only by {@link #makeReady}. */
  public LiveWorkload releaseUnready(String image) {
    return editTemplate(t ->
        t.editMetadata()
            .addToAnnotations(Faults.UNREADY, "true")
            .endMetadata()
            .editSpec()
            .editFirstContainer()
            .withImage(image)
            .endContainer()
            .endSpec());
  }

  public LiveWorkload scale(int replicas) {
    return edit(spec -> spec.setReplicas(replicas));
  }

  public LiveWorkload annotate(String key, String value) {
    return annotations(Map.of(key, value));
  }

  public LiveWorkload annotations(Map<String, String> annotations) {
    patchAnnotations(
        annotations.entrySet().stream()
            .map(e -> "\"" + e.getKey() + "\":\"" + e.getValue() + "\"")
            .collect(Collectors.joining(",")));
    return this;
  }

  public LiveWorkload removeAnnotation(String key) {
    patchAnnotations("\"" + key + "\":null");
    return this;
  }

  private void patchAnnotations(String json) {
    write(() -> resource().patch(MERGE, "{\"metadata\":{\"annotations\":{" + json + "}}}"));
  }

  public LiveWorkload confirm(String value) {
    return annotate(Annotations.CONFIRM_BATCH, value);
  }

  public LiveWorkload pause() {
    return annotate(Annotations.PAUSE, "true");
  }

  /** Sets the annotation and waits until the controller knows. */
  public LiveWorkload pauseAndAwait() {
    pause();
    return await(w -> w.hasCondition("Paused", true));
  }

  public LiveWorkload resume() {
    return removeAnnotation(Annotations.PAUSE);
  }

  public void delete(DeletionPropagation propagation) {
    resource().withPropagationPolicy(propagation).delete();
  }

  // --- what happens to pods

  /** Deletes a pod as a node drain does, and waits until another has taken its place. */
  public void lose(int ordinal) {
    Pod lost = pod(ordinal);
    client.resource(lost).delete();
    Await.until(
        podName(ordinal) + " is replaced",
        () ->
            pods().stream()
                .anyMatch(p -> Pods.ordinal(p) == ordinal && !Pods.uid(p).equals(Pods.uid(lost))));
  }

  /** Waits for pods of these ordinals at the image, and makes them ready. */
  public void makeReady(String image, int... ordinals) {
    for (int ordinal : ordinals) {
      Await.until(
          podName(ordinal) + " is there at " + image,
          () ->
              pods().stream()
                  .anyMatch(p -> Pods.ordinal(p) == ordinal && Pods.image(p).equals(image)));
      Faults.makeReady(client, pod(ordinal));
    }
  }

  public void makeUnready(int ordinal) {
    Faults.makeUnready(client, pod(ordinal));
  }

  // --- what is seen

  /** Pods by ordinal, without those on their way out. */
  public List<Pod> pods() {
    return client.pods().inNamespace(namespace).withLabel("app", name).list().getItems().stream()
        .filter(pod -> !Pods.isTerminating(pod))
        .sorted(Pods.byOrdinal())
        .toList();
  }

  public Pod pod(int ordinal) {
    return Objects.requireNonNull(
        client.pods().inNamespace(namespace).withName(podName(ordinal)).get(),
        "there is no pod " + podName(ordinal));
  }

  public String podName(int ordinal) {
    return name + "-" + ordinal;
  }

  /** As in {@code "v1 v1 v2"}. */
  public String images() {
    return pods().stream().map(p -> shortImage(Pods.image(p))).collect(Collectors.joining(" "));
  }

  public static String shortImage(String image) {
    return image.substring(image.indexOf(':') + 1);
  }

  /** The revision whose template has this image; its name. */
  public String revision(String image) {
    List<String> found =
        revisions().stream()
            .filter(r ->
                client
                    .getKubernetesSerialization()
                    .asJson(r.getData())
                    .contains("\"image\":\"" + image + "\""))
            .map(r -> r.getMetadata().getName())
            .toList();
    if (found.size() != 1) {
      throw new AssertionError("expected one revision of " + image + ", but found " + found);
    }
    return found.getFirst();
  }

  public List<ControllerRevision> revisions() {
    return client.apps().controllerRevisions().inNamespace(namespace).list().getItems();
  }

  // --- waiting

  public LiveWorkload await(Consumer<StatefulSetPlusAssert> asserts) {
    Await.untilAsserted(
        "the status of " + namespace + "/" + name,
        () -> asserts.accept(assertThat(get()).isObserved()));
    return this;
  }

  public LiveWorkload awaitGeneral(GeneralStatus wanted) {
    return await(w -> w.hasGeneralStatus(wanted));
  }

  /** Waits until the newest template is released. */
  public LiveWorkload awaitReleased() {
    return await(StatefulSetPlusAssert::hasCompletedItsRelease);
  }

  /** Waits for exactly these pods, all of them ready. */
  public LiveWorkload awaitImages(String wanted) {
    Await.untilAsserted(
        "pods " + wanted + " of " + namespace,
        () -> {
          List<Pod> live = pods();
          String found =
              live.stream()
                  .map(p -> shortImage(Pods.image(p)) + (Pods.isReady(p) ? "" : " (not ready)"))
                  .collect(Collectors.joining(" "));
          if (!found.equals(wanted)) {
            throw new AssertionError("expected pods " + wanted + ", but they are " + found);
          }
        });
    return this;
  }

  /**
   * Waits until the controller has gone over it three times from the start, after everything that a
   * test did before: the first pass may decide, the second acts, the third has seen what came of
   * it. This is how "nothing happens" is bounded without a clock; a change of revisionHistoryLimit
   * asks no pod to move.
   */
  public LiveWorkload awaitPasses() {
    for (int pass = 0; pass < 3; pass++) {
      edit(spec ->
          spec.setRevisionHistoryLimit(
              Objects.requireNonNullElse(spec.getRevisionHistoryLimit(), 10) + 1));
      await(w -> {});
    }
    return this;
  }

  private static PodTemplateSpec template(StatefulSetPlusSpec spec) {
    return Objects.requireNonNull(spec.getTemplate(), "a workload has a template");
  }

  private static String image(StatefulSetPlusSpec spec) {
    return template(spec).getSpec().getContainers().getFirst().getImage();
  }

  /** Ordinals from first to last, both included, the last one first. */
  public static int[] down(int last, int first) {
    return IntStream.iterate(last, o -> o >= first, o -> o - 1).toArray();
  }

  @Override
  public void close() {
    pods.close();
    statuses.close();
  }
}
