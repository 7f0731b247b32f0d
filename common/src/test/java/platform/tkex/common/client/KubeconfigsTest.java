package platform.tkex.common.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init")
class KubeconfigsTest {

  private static final String GOOD =
      """
      current-context: c
      contexts: [{name: c, context: {cluster: k, user: u, namespace: n}}]
      clusters: [{name: k, cluster: {server: "https://k8s.example:6443"}}]
      users: [{name: u, user: {token: t}}]
      """;

  @TempDir private Path folder;

  @Test
  void aGoodOne() {
    assertThat(Kubeconfigs.load(write(GOOD)).getMasterUrl()).isEqualTo("https://k8s.example:6443/");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("nowhere");

    assertThatThrownBy(() -> Kubeconfigs.load(missing))
        .isInstanceOf(BadKubeconfigException.class)
        .hasMessage("kubeconfig " + missing + " does not exist");
  }

  @ParameterizedTest
  @CsvSource({
    "'not: [yaml', cannot be parsed",
    "'just words', cannot be parsed",
    "'', cannot be parsed",
    "'current-context: other', has no current-context that is among its contexts",
    "'current-context: c\ncontexts: [{name: c, context: {cluster: k}}]', has no cluster for its"
        + " context c"
  })
  void whatIsWrongIsSaid(String content, String message) {
    Path file = write(content);

    assertThatThrownBy(() -> Kubeconfigs.load(file))
        .isInstanceOf(BadKubeconfigException.class)
        .hasMessageContainingAll(file.toString(), message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void aKeyThatIsNoneIsSaid() {
    Path file =
        write(
            GOOD.replace(
                "{token: t}", "{client-certificate-data: bm9uZQ==, client-key-data: bm9uZQ==}"));

    assertThatThrownBy(() -> ClientFactory.of(file, "test").reads())
        .isInstanceOf(BadKubeconfigException.class)
        .hasMessageContainingAll("https://k8s.example:6443", "certificates and keys");
  }

  private Path write(String content) {
    return TestCertificate.write(folder.resolve("kubeconfig"), content);
  }
}
