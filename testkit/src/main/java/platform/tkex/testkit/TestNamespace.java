package platform.tkex.testkit;

import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A namespace of one test.
 *
 * <p>{@link #close()} asks for its removal and does not wait: the next test has another one. With
 * {@code TKEX_KEEP_NAMESPACES=true} it stays for a look with kubectl.
 */
public final class TestNamespace implements AutoCloseable {

  private static final String OWNER_LABEL = "tkex.test/namespace";

  private final KubernetesClient client;
  private final String name;

  private TestNamespace(KubernetesClient client, String name) {
    this.client = client;
    this.name = name;
  }

  /** Makes a namespace named after the prefix, with a random end. */
  static TestNamespace create(KubernetesClient client, String prefix) {
    String suffix = Integer.toString(ThreadLocalRandom.current().nextInt(0x100000, 0x1000000), 36);
    String name = prefix + "-" + suffix.toLowerCase(Locale.ROOT);
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels(OWNER_LABEL, name)
                .endMetadata()
                .build())
        .create();
    return new TestNamespace(client, name);
  }

  public String name() {
    return name;
  }

  /** The cluster admin's client; it is not bound to this namespace. */
  public KubernetesClient client() {
    return client;
  }

  /**
   * Provisions volumes that claims of the storage class {@link #storageClass()} bind to; there is
   * no provisioner in the test cluster. They go with the namespace.
   */
  public void provisionVolumes(int count) {
    for (int i = 0; i < count; i++) {
      String volume = name + "-" + ThreadLocalRandom.current().nextInt(0x1000000);
      client
          .resource(
              new PersistentVolumeBuilder()
                  .withNewMetadata()
                  .withName(volume)
                  .addToLabels(OWNER_LABEL, name)
                  .endMetadata()
                  .withNewSpec()
                  .withStorageClassName(storageClass())
                  .addToCapacity("storage", new Quantity("1Gi"))
                  .withAccessModes("ReadWriteOnce")
                  .withPersistentVolumeReclaimPolicy("Retain")
                  .withNewHostPath()
                  .withPath("/nonexistent/" + volume)
                  .endHostPath()
                  .endSpec()
                  .build())
          .create();
    }
  }

  /** A class of this namespace alone, so that no other test's claim takes a volume. */
  public String storageClass() {
    return name;
  }

  @Override
  public void close() {
    if (Boolean.parseBoolean(System.getenv("TKEX_KEEP_NAMESPACES"))) {
      return;
    }
    client
        .namespaces()
        .withName(name)
        .withPropagationPolicy(DeletionPropagation.BACKGROUND)
        .delete();
    client.persistentVolumes().withLabel(OWNER_LABEL, name).delete();
  }
}
