package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import platform.tkex.testkit.KubernetesCluster;
import platform.tkex.testkit.Repository;
import platform.tkex.testkit.TestNamespace;

/** What people copy is taken by the API server, to the last field. */
@KubernetesCluster
class ExamplesIT {
  private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

  static List<Path> examples() throws IOException {
    try (Stream<Path> files = Files.list(Repository.root().resolve("examples"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleIsAccepted(Path file, TestNamespace namespace) {
    accepted(file, namespace);
  }

  @Test
  void theReadmesYamlIsAccepted(TestNamespace namespace, @TempDir Path folder) throws IOException {
    Matcher yaml = YAML.matcher(Files.readString(Repository.root().resolve("README.md")));
    assertThat(yaml.find()).isTrue();
    accepted(Files.writeString(folder.resolve("readme.yaml"), yaml.group(1)), namespace);
  }

  private static void accepted(Path file, TestNamespace namespace) {
    String answer =
        new Kubectl(namespace.name())
            .run("apply", "--dry-run=server", "--validate=strict", "-f", file.toString());
    assertThat(answer).contains("statefulsetplus.platform.tkex/", "created (server dry run)");
  }
}
