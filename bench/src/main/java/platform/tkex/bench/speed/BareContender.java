package platform.tkex.bench.speed;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import platform.tkex.common.write.HttpTransport;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;

/**
 * A loop of writes and nothing else: no cache, no planning, no status, no Events. What it takes is
 * what the cluster takes, so it is the measure of the others.
 *
 * <p>128 writes in flight; to replace a pod, DELETE with its UID and no grace, and POST as soon as
 * the watch tells that it is gone. Its pods carry the labels and the owner reference of a
 * StatefulSet's, for the API server and the garbage collector to have the same work.
 */
final class BareContender implements Contender {
  private static final int IN_FLIGHT = 128;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final KubernetesClient client;
  private final HttpTransport transport;
  private final String namespace;
  private final Tally tally;
  private final Semaphore permits = new Semaphore(IN_FLIGHT, true);

  /** Pods that come as soon as their predecessor is gone: its UID, their JSON. */
  private final Map<String, byte[]> successors = new ConcurrentHashMap<>();

  /**
   * @param writes its connections carry nothing but writes
   * @param watch of the namespace
   */
  BareContender(KubernetesClient writes, String namespace, Tally tally, PodWatch watch) {
    this.client = writes;
    this.transport = new HttpTransport(writes, TIMEOUT);
    this.namespace = namespace;
    this.tally = tally;
    watch.listen(this::hear);
  }

  @Override
  public Rival rival() {
    return Rival.BARE;
  }

  @Override
  public void create(String workload, int pods) {
    ConfigMap owner =
        client
            .resource(
                new ConfigMapBuilder()
                    .withNewMetadata()
                    .withNamespace(namespace)
                    .withName(workload)
                    .endMetadata()
                    .build())
            .create();
    OwnerReference reference = reference(owner);
    Thread.ofVirtual()
        .start(() -> {
          for (int ordinal = 0; ordinal < pods; ordinal++) {
            String name = workload + "-" + ordinal;
            send(create(pod(workload, name, ordinal, Templates.FIRST, reference)));
          }
        });
  }

  @Override
  public void recreate(String workload) {
    Map<String, String> uids = tally.uids();
    OwnerReference reference =
        reference(client.configMaps().inNamespace(namespace).withName(workload).require());
    Thread.ofVirtual()
        .start(() ->
            uids.forEach((name, uid) -> {
              int ordinal = Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
              successors.put(uid, pod(workload, name, ordinal, Templates.SECOND, reference));
              send(
                  Write.delete("/api/v1/namespaces/" + namespace + "/pods/" + name, uid, null, 0L));
            }));
  }

  @Override
  public void remove(String workload) {
    client
        .configMaps()
        .inNamespace(namespace)
        .withName(workload)
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
  }

  private void hear(Sighting sighting) {
    byte[] successor = sighting.type().equals("DELETED") ? successors.remove(sighting.uid()) : null;
    if (successor != null) {
      // the watch must not wait for a permit
      Thread.ofVirtual().start(() -> send(create(successor)));
    }
  }

  private Write create(byte[] pod) {
    return Write.create("/api/v1/namespaces/" + namespace + "/pods", pod);
  }

  /** Returns as soon as the write is on its way. */
  private void send(Write write) {
    permits.acquireUninterruptibly();
    Thread.ofVirtual()
        .start(() -> {
          try {
            WriteResult result = transport.send(write);
            if (!result.done()) {
              System.err.println(write + ": " + result);
            }
          } finally {
            permits.release();
          }
        });
  }

  private byte[] pod(
      String workload, String name, int ordinal, String image, OwnerReference owner) {
    PodTemplateSpec template = Templates.of(workload, image);
    return client
        .getKubernetesSerialization()
        .asJson(
            new PodBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .withGenerateName(workload + "-")
                .withLabels(template.getMetadata().getLabels())
                .addToLabels("statefulset.kubernetes.io/pod-name", name)
                .addToLabels("apps.kubernetes.io/pod-index", Integer.toString(ordinal))
                .addToLabels("controller-revision-hash", workload + "-0123456789")
                .withOwnerReferences(owner)
                .endMetadata()
                .withNewSpecLike(template.getSpec())
                .withHostname(name)
                .withSubdomain(workload)
                .endSpec()
                .build())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static OwnerReference reference(ConfigMap owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion("v1")
        .withKind("ConfigMap")
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }
}
