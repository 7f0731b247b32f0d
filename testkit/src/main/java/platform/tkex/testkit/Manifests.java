package platform.tkex.testkit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/** What users apply: the folders of {@code deploy} as kustomize renders them. */
public final class Manifests {

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("tkex-testkit")
          .withForce(true)
          .build();

  private Manifests() {}

  /**
   * Renders a folder. kustomize is a part of kubectl, which fits the cluster when it is
   * devcluster's.
   *
   * @param folder below the root of the checkout, such as {@code deploy/base}
   */
  public static List<HasMetadata> rendered(KubernetesClient client, String folder) {
    Path path = Repository.root().resolve(folder);
    ProcessBuilder kustomize = new ProcessBuilder(DevCluster.kubectl("kustomize", path.toString()));
    try {
      Process process = kustomize.redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (InputStream yaml = process.getInputStream()) {
        List<HasMetadata> items = client.load(yaml).items();
        if (process.waitFor() != 0 || items.isEmpty()) {
          throw new IllegalStateException("kubectl kustomize " + path + " failed");
        }
        return items;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("kubectl kustomize " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("kubectl kustomize " + path + " was interrupted", e);
    }
  }

  /** Applies objects; namespaces first, since server-side apply does not sort. */
  public static void apply(KubernetesClient client, Collection<? extends HasMetadata> objects) {
    objects.stream().filter(Manifests::isNamespace).forEach(o -> client.resource(o).patch(APPLY));
    objects.stream().filter(o -> !isNamespace(o)).forEach(o -> client.resource(o).patch(APPLY));
  }

  private static boolean isNamespace(HasMetadata object) {
    return object.getKind().equals("Namespace");
  }
}
