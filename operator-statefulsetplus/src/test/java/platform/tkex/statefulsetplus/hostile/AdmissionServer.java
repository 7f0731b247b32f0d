package platform.tkex.statefulsetplus.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A webhook of this test's process: what a cluster has beside the operator, and may lose. */
final class AdmissionServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final BiConsumer<JsonNode, ObjectNode> verdict;
  private final KeyStore keys;
  private int port;
  private @Nullable HttpsServer server;

  private AdmissionServer(KeyStore keys, BiConsumer<JsonNode, ObjectNode> verdict) {
    this.keys = keys;
    this.verdict = verdict;
  }

  /**
   * Serves on a free port.
   *
   * @param verdict gets the object under review and the response, which allows it unless it is
   *     changed
   */
  static AdmissionServer start(BiConsumer<JsonNode, ObjectNode> verdict) {
    AdmissionServer admission = new AdmissionServer(keys(), verdict);
    admission.start();
    return admission;
  }

  /** Again on the port of before. */
  void start() {
    try {
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      HttpsServer started = HttpsServer.create(address, 0);
      started.setHttpsConfigurator(new HttpsConfigurator(tls()));
      started.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      started.createContext("/", this::answer);
      started.start();
      port = started.getAddress().getPort();
      server = started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody answers from now on. */
  void stop() {
    if (server != null) {
      server.stop(0);
      server = null;
    }
  }

  /** {@code clientConfig} of a webhook configuration. */
  String clientConfig() {
    return "{url: \"https://127.0.0.1:%d/\", caBundle: %s}".formatted(port, certificate());
  }

  @Override
  public void close() {
    stop();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody()).path("request");
      ObjectNode review = JSON.createObjectNode();
      review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
      ObjectNode response = review.putObject("response");
      response.put("uid", request.path("uid").asText()).put("allowed", true);
      verdict.accept(request.path("object"), response);
      byte[] body = JSON.writeValueAsBytes(review);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private SSLContext tls() {
    try {
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, PASSWORD);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String certificate() {
    try {
      String der = Base64.getMimeEncoder().encodeToString(keys.getCertificate("x").getEncoded());
      String pem = "-----BEGIN CERTIFICATE-----\n" + der + "\n-----END CERTIFICATE-----\n";
      return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Self-signed, by the JDK's keytool. */
  private static KeyStore keys() {
    try {
      Path folder = Files.createTempDirectory("admission");
      Path file = folder.resolve("keys.p12");
      Process keytool = new ProcessBuilder(command(file)).redirectErrorStream(true).start();
      String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (keytool.waitFor() != 0) {
        throw new IllegalStateException(output);
      }
      KeyStore made = KeyStore.getInstance(file.toFile(), PASSWORD);
      Files.delete(file);
      Files.delete(folder);
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static List<String> command(Path file) {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String options =
        " -genkeypair -alias x -keyalg EC -dname CN=webhook -ext SAN=ip:127.0.0.1 -validity 2"
            + " -storetype PKCS12 -storepass changeit -keystore";
    return List.of((keytool + options + " " + file).split(" ", -1));
  }
}
