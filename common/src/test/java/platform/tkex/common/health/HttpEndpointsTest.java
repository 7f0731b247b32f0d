package platform.tkex.common.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpEndpointsTest {

  private final HttpEndpoints endpoints =
      new HttpEndpoints(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), () -> "a_total 1\n");
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    endpoints.close();
    http.close();
  }

  @Test
  void isAliveAtOnceAndReadyNotBeforeItIsKnownWhatThatMeans() throws Exception {
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(503);
    assertThat(get("/readyz").body()).startsWith("starting: ");
    endpoints.ready("fine", Optional::empty);
    assertThat(get("/readyz").body()).isEqualTo("ok\n");
    assertThat(get("/metrics").body()).isEqualTo("a_total 1\n");
    assertThat(get("/metrics").headers().firstValue("Content-Type"))
        .get()
        .asString()
        .contains("0.0.4");
  }

  @Test
  void theBodyListsWhatFails() throws Exception {
    AtomicBoolean synced = new AtomicBoolean();
    endpoints.ready("pods", HealthCheck.of(synced::get, "not synced"));
    endpoints.ready(
        "bug",
        () -> {
          throw new IllegalStateException("x");
        });
    endpoints.ready("fine", Optional::empty);

    HttpResponse<String> answer = get("/readyz");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body())
        .isEqualTo("bug: java.lang.IllegalStateException: x\npods: not synced\n");
    assertThat(get("/livez").statusCode()).as("another question").isEqualTo(200);

    synced.set(true);
    endpoints.ready("bug", Optional::empty);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
  }

  @Test
  void knowsThreePathsAndReading() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/livez/x").statusCode()).isEqualTo(404);
    HttpRequest post = request("/livez").POST(HttpRequest.BodyPublishers.noBody()).build();
    assertThat(send(post).statusCode()).isEqualTo(405);
    HttpRequest head = request("/livez").HEAD().build();
    assertThat(send(head).statusCode()).isEqualTo(200);
  }

  @Test
  void anAddressInUseIsNamed() {
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoints.port());

    assertThatThrownBy(() -> new HttpEndpoints(taken, () -> ""))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(Integer.toString(endpoints.port()));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + endpoints.port() + path));
  }
}
