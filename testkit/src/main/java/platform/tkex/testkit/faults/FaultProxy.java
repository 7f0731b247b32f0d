package platform.tkex.testkit.faults;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import platform.tkex.testkit.Cluster;

/**
 * Stands between one client and the API server and does to each request what a {@link Rule} says.
 *
 * <p>TLS on both sides; HTTP/2 and HTTP/1.1 towards the client, whose own token or certificate does
 * not matter here: it passes through in the Authorization header. Where the API server cannot be
 * reached the sender's stream is reset. Nothing is sent twice.
 */
public final class FaultProxy implements AutoCloseable {

  private static final int CONNECTIONS = 512;

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(2));
  private final ServerCertificate certificate = ServerCertificate.make();
  private final List<ApiRequest> requests = new CopyOnWriteArrayList<>();
  private final AtomicLong number = new AtomicLong();
  private final Watches watches = new Watches();
  private final HttpServer server;
  private volatile Rule rule = request -> Fault.NONE;

  private FaultProxy(URI apiServer, String authority) {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authority)))
                .setDefaultHost(apiServer.getHost())
                .setDefaultPort(apiServer.getPort())
                .setMaxPoolSize(CONNECTIONS));
    Upstream upstream = new Upstream(client);
    server =
        vertx
            .createHttpServer(
                new HttpServerOptions()
                    .setHost("127.0.0.1")
                    .setPort(0)
                    .setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(
                        new PfxOptions()
                            .setValue(certificate.store())
                            .setPassword(ServerCertificate.PASSWORD)))
            .exceptionHandler(_ -> {})
            .requestHandler(request -> handle(upstream, request));
    server.listen().toCompletionStage().toCompletableFuture().join();
  }

  /** Starts one that lets everything pass. */
  public static FaultProxy inFrontOf(Cluster cluster) {
    return new FaultProxy(URI.create(cluster.server()), cluster.authority());
  }

  /** For a kubeconfig. */
  public String url() {
    return "https://127.0.0.1:" + server.actualPort();
  }

  /** The certificate that clients are to trust, in PEM form. */
  public String authority() {
    return certificate.pem();
  }

  /** Decides from now on. */
  public void rule(Rule decides) {
    rule = decides;
  }

  /** Every request but watches, in the order in which they came. */
  public List<ApiRequest> requests() {
    return requests;
  }

  public Watches watches() {
    return watches;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void handle(Upstream upstream, HttpServerRequest request) {
    ApiRequest head = describe(request, "");
    if (head.isWatch()) {
      upstream.watch(request, head, watches);
      return;
    }
    request
        .exceptionHandler(_ -> {})
        .body()
        .onSuccess(body -> {
          ApiRequest whole = describe(request, body.toString(StandardCharsets.UTF_8));
          requests.add(whole);
          // a rule may block, the event loop must not
          Thread.ofVirtual().start(() -> decide(upstream, request, whole, body));
        });
  }

  private void decide(
      Upstream upstream, HttpServerRequest request, ApiRequest described, Buffer body) {
    Rule decides = rule;
    Fault fault = decides.decide(described);
    Reply reply = new Reply(request.response(), fault.reply());
    if (!fault.takesEffect()) {
      reply.send(null);
      return;
    }
    upstream
        .forward(request, body)
        .onSuccess(answer ->
            Thread.ofVirtual()
                .start(() -> {
                  decides.tookEffect(described);
                  reply.send(answer);
                }))
        .onFailure(unreachable -> request.response().reset());
  }

  private ApiRequest describe(HttpServerRequest request, String body) {
    String query = request.query() == null ? "" : request.query();
    return new ApiRequest(
        number.incrementAndGet(),
        Instant.now(),
        request.method().name(),
        request.path(),
        query,
        body);
  }
}
