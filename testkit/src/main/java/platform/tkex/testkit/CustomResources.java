package platform.tkex.testkit;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Installs the suite's CRDs as {@code kubectl apply --server-side} does. */
final class CustomResources {

  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("tkex-testkit")
          .withForce(true)
          .build();

  private CustomResources() {}

  /** Applies every CRD below the folder and waits until each is served. */
  static void establish(KubernetesClient client, Path folder) {
    List<String> names = new ArrayList<>();
    for (Path file : files(folder)) {
      CustomResourceDefinition definition =
          client.apiextensions().v1().customResourceDefinitions().load(file.toFile()).item();
      client.resource(definition).patch(APPLY);
      names.add(definition.getMetadata().getName());
    }
    Await.until(
        "CRDs are established: " + names, () -> names.stream().allMatch(n -> served(client, n)));
  }

  private static boolean served(KubernetesClient client, String name) {
    CustomResourceDefinition definition =
        client.apiextensions().v1().customResourceDefinitions().withName(name).get();
    return definition != null
        && definition.getStatus() != null
        // null, not empty, in the first moment
        && definition.getStatus().getConditions() != null
        && definition.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Established") && c.getStatus().equals("True"));
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .filter(f -> f.toString().endsWith(".yml") || f.toString().endsWith(".yaml"))
          .filter(f -> !f.getFileName().toString().startsWith("kustomization"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
