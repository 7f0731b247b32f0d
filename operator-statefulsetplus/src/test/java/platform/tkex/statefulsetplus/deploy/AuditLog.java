package platform.tkex.statefulsetplus.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import platform.tkex.testkit.Cluster;

/** What the API server wrote down about the operator's requests, by the account they came with. */
final class AuditLog {
  static final String NAMESPACE = "tkex-system";
  static final String ACCOUNT = "operator-statefulsetplus";
  private static final String USER = "system:serviceaccount:" + NAMESPACE + ":" + ACCOUNT;
  private static final ObjectMapper JSON = new ObjectMapper();

  private AuditLog() {}

  /**
   * One request.
   *
   * @param resource with its subresource, as rules name it; empty for one of no resource
   * @param code of the answer
   * @param allowed by the authorizer; admission may have said no all the same
   */
  record Audited(
      String verb, String group, String resource, String uri, int code, boolean allowed) {
    String what() {
      return verb + " " + uri;
    }
  }

  /** Every request that was answered; the cluster is one that was started with {@code --audit}. */
  static List<Audited> of(Cluster cluster) {
    Path newest = cluster.kubeconfig().resolveSibling("audit.log");
    try (Stream<Path> files = Files.list(newest.getParent())) {
      return files
          .filter(file -> file.getFileName().toString().matches("audit(-.*)?\\.log"))
          .flatMap(file -> of(file).stream())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Audited> of(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.contains(USER) && line.endsWith("}"))
          .map(AuditLog::read)
          .filter(audited -> audited.code() != 0)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Audited read(String line) {
    try {
      JsonNode entry = JSON.readTree(line);
      JsonNode object = entry.path("objectRef");
      String subresource = object.path("subresource").asText();
      String resource = object.path("resource").asText();
      return new Audited(
          entry.path("verb").asText(),
          object.path("apiGroup").asText(),
          subresource.isEmpty() ? resource : resource + "/" + subresource,
          entry.path("requestURI").asText(),
          entry.path("responseStatus").path("code").asInt(),
          entry.path("annotations").path("authorization.k8s.io/decision").asText().equals("allow"));
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
