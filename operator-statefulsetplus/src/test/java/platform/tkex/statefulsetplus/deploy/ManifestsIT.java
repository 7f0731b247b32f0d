package platform.tkex.statefulsetplus.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.Manifests;

/** The rendered manifests. */
@KubernetesCluster
class ManifestsIT {

  @Test
  void theApiServerTakesEveryObjectOfTheBase(KubernetesClient client) {
    List<HasMetadata> base = Manifests.rendered(client, "deploy/base");
    // A dry run of what lies in a namespace asks for that namespace.
    Manifests.apply(client, base.stream().filter(o -> o.getKind().equals("Namespace")).toList());

    assertThat(base)
        .extracting(HasMetadata::getKind)
        .contains("CustomResourceDefinition", "Deployment", "PodDisruptionBudget", "Service");
    assertThat(base)
        .allSatisfy(object ->
            assertThatCode(() ->
                    client
                        .resource(object)
                        .dryRun()
                        .fieldManager("tkex-testkit")
                        .forceConflicts()
                        .serverSideApply())
                .as("%s %s", object.getKind(), object.getMetadata().getName())
                .doesNotThrowAnyException());
  }

  @Test
  void theMonitorScrapesTheServicesOfAllControllers(KubernetesClient client) {
    List<HasMetadata> base = Manifests.rendered(client, "deploy/base");
    List<HasMetadata> overlay = Manifests.rendered(client, "deploy/overlays/prometheus-operator");

    assertThat(overlay).containsAll(base).hasSize(base.size() + 2);
    GenericKubernetesResource monitor =
        (GenericKubernetesResource)
            overlay.stream().filter(o -> o.getKind().equals("ServiceMonitor")).findFirst().get();
    Map<String, String> wanted = monitor.get("spec", "selector", "matchLabels");
    String port = monitor.get("spec", "endpoints", 0, "port");
    assertThat(services(overlay))
        .isNotEmpty()
        .allSatisfy(service -> {
          assertThat(service.getMetadata().getNamespace())
              .isEqualTo(monitor.getMetadata().getNamespace());
          assertThat(service.getMetadata().getLabels()).containsAllEntriesOf(wanted);
          assertThat(service.getSpec().getPorts()).extracting(ServicePort::getName).contains(port);
        });
  }

  private static List<Service> services(List<HasMetadata> objects) {
    return objects.stream()
        .flatMap(o -> o instanceof Service service ? Stream.of(service) : Stream.empty())
        .toList();
  }
}
