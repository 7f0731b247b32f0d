package platform.tkex.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ManifestTest {
  private static final Path EXAMPLE = Path.of("..", "examples", "demo.yaml");

  @Test
  void theExampleAsItStands() throws IOException {
    Manifest manifest =
        Manifest.read(
            new Settings(EXAMPLE, "demo", null, "b", "c", false, null, null, Duration.ZERO),
            new KubernetesSerialization());

    assertThat(manifest.name()).isEqualTo("meeting");
    assertThat(manifest.replicas()).isEqualTo(50);
    assertThat(manifest.batches()).isEqualTo(5);
    assertThat(manifest.deadlineSeconds()).isEqualTo(20);
    assertThat(manifest.image()).isEqualTo("example/meeting:v1");
    assertThat(manifest.others()).singleElement().extracting("kind").isEqualTo("Service");
  }

  @Test
  void forAClusterOfYours() throws IOException {
    Manifest manifest =
        Manifest.read(
            new Settings(EXAMPLE, "demo", "web:1", "b", "c", true, 12, 90, Duration.ZERO),
            new KubernetesSerialization());

    assertThat(manifest.image()).isEqualTo("web:1");
    assertThat(manifest.replicas()).isEqualTo(12);
    assertThat(manifest.deadlineSeconds()).isEqualTo(90);
    assertThat(manifest.object().getSpec().getTemplate())
        .satisfies(template -> assertThat(template.getSpec().getNodeSelector()).isEmpty());
  }
}
