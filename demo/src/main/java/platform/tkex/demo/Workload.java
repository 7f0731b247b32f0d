package platform.tkex.demo;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;

/** The demo's object in the cluster: everything that reads or writes there. */
final class Workload {
  private final KubernetesClient client;
  private final String namespace;
  private final Manifest manifest;

  Workload(KubernetesClient client, String namespace, Manifest manifest) {
    this.client = client;
    this.namespace = namespace;
    this.manifest = manifest;
  }

  boolean exists() {
    return resource().get() != null;
  }

  /** Takes away what an earlier run left and applies the manifest. */
  void reset() {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .serverSideApply();
    if (exists()) {
      resource().delete();
      resource().waitUntilCondition(gone -> gone == null, 2, TimeUnit.MINUTES);
    }
    client
        .pods()
        .inNamespace(namespace)
        .withLabels(manifest.labels())
        .informOnCondition(List::isEmpty)
        .orTimeout(2, TimeUnit.MINUTES)
        .join();
    for (HasMetadata other : manifest.others()) {
      client.resource(other).inNamespace(namespace).forceConflicts().serverSideApply();
    }
    client.resource(manifest.object()).inNamespace(namespace).create();
  }

  /** Empty while the API server does not answer, so that a short outage ends no demo. */
  Optional<ReleaseView> look() {
    try {
      return Optional.ofNullable(resource().get()).map(ReleaseView::of);
    } catch (KubernetesClientException e) {
      return Optional.empty();
    }
  }

  /** A new image, as a pipeline sets it. */
  void release(String version, String image) {
    String patch =
        client
            .getKubernetesSerialization()
            .asJson(
                List.of(
                    operation("/spec/template/spec/containers/0/image", image),
                    operation(
                        "/spec/template/metadata/annotations/"
                            + Manifest.RELEASE.replace("/", "~1"),
                        version)));
    resource().patch(PatchContext.of(PatchType.JSON), patch);
  }

  void pause() {
    annotate(Annotations.PAUSE, "true");
  }

  void resume() {
    annotate(Annotations.PAUSE, null);
  }

  /** Names of pods that are not ready at that release; empty is what the demo wants to see. */
  List<String> podsNotAt(String version, String image) {
    Predicate<Pod> there =
        pod ->
            version.equals(pod.getMetadata().getAnnotations().get(Manifest.RELEASE))
                && image.equals(pod.getSpec().getContainers().getFirst().getImage())
                && Readiness.isPodReady(pod);
    List<Pod> pods =
        client.pods().inNamespace(namespace).withLabels(manifest.labels()).list().getItems();
    List<String> wrong =
        new ArrayList<>(
            pods.stream().filter(there.negate()).map(pod -> pod.getMetadata().getName()).toList());
    if (pods.size() != manifest.replicas()) {
      wrong.add("%d pods instead of %d".formatted(pods.size(), manifest.replicas()));
    }
    return wrong;
  }

  private void annotate(String key, @Nullable String value) {
    Map<String, @Nullable String> annotations = new HashMap<>();
    annotations.put(key, value);
    resource()
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            client
                .getKubernetesSerialization()
                .asJson(Map.of("metadata", Map.of("annotations", annotations))));
  }

  private static Map<String, String> operation(String path, String value) {
    return Map.of("op", "add", "path", path, "value", value);
  }

  private Resource<StatefulSetPlus> resource() {
    return client.resources(StatefulSetPlus.class).inNamespace(namespace).withName(manifest.name());
  }
}
