package platform.tkex.common.client;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.PfxOptions;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A server whose every answer and every moment of a watch is the test's: what fabric8's mock server
 * leaves to itself (when a watch ends and how, connections, ALPN, client certificates).
 */
public final class FakeApiServer implements AutoCloseable {

  /**
   * A request as it came.
   *
   * @param peer the client's port: one for each connection
   */
  public record Request(
      String method,
      String path,
      Map<String, String> query,
      int peer,
      String protocol,
      @Nullable String authorization) {}

  /** What is answered. */
  public record Reply(int code, String body) {

    /** Nothing, for ever. */
    static final Reply NONE = new Reply(0, "");

    /** The connection breaks instead. */
    static final Reply RESET = new Reply(-1, "");
  }

  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private final boolean tls;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Request> watches = new CopyOnWriteArrayList<>();
  private final Map<Integer, Runnable> resets = new ConcurrentHashMap<>();
  private volatile Function<Request, Reply> answers = _ -> new Reply(404, "{}");
  private volatile Consumer<Watch> onWatch = _ -> {};

  /** Plain HTTP. */
  public FakeApiServer() {
    this(new HttpServerOptions());
  }

  /** TLS with HTTP/2; only clients with the certificate of the key store get in. */
  static FakeApiServer withClientCertificates(TestCertificate certificate) {
    PfxOptions store =
        new PfxOptions()
            .setPath(certificate.store().toString())
            .setPassword(TestCertificate.PASSWORD);
    return new FakeApiServer(
        new HttpServerOptions()
            .setSsl(true)
            .setUseAlpn(true)
            .setKeyCertOptions(store)
            .setTrustOptions(store)
            .setClientAuth(ClientAuth.REQUIRED));
  }

  private FakeApiServer(HttpServerOptions options) {
    tls = options.isSsl();
    server = vertx.createHttpServer(options.setPort(0).setHost("localhost"));
    server.connectionHandler(
        connection -> resets.put(connection.remoteAddress().port(), connection::close));
    server.requestHandler(this::answer);
    server.webSocketHandler(this::watch);
    server.listen().toCompletionStage().toCompletableFuture().join();
  }

  public String url() {
    return (tls ? "https" : "http") + "://localhost:" + server.actualPort();
  }

  /** Sets what every request but a watch is answered. */
  public void answers(Function<Request, Reply> answer) {
    answers = answer;
  }

  /** Sets what is done when a watch opens. */
  public void onWatch(Consumer<Watch> action) {
    onWatch = action;
  }

  /** All requests so far but watches. */
  public List<Request> requests() {
    return requests;
  }

  /** All watches so far. */
  public List<Request> watches() {
    return watches;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private void answer(HttpServerRequest incoming) {
    Request request =
        new Request(
            incoming.method().name(),
            incoming.path(),
            query(incoming.query()),
            incoming.remoteAddress().port(),
            incoming.version().name(),
            incoming.getHeader("Authorization"));
    requests.add(request);
    Reply reply = answers.apply(request);
    if (reply.equals(Reply.RESET)) {
      incoming.connection().close();
    }
    if (reply.code() <= 0) {
      return;
    }
    incoming
        .response()
        .setStatusCode(reply.code())
        .putHeader("Content-Type", "application/json")
        .end(Buffer.buffer(reply.body()));
  }

  private void watch(ServerWebSocket socket) {
    int peer = socket.remoteAddress().port();
    watches.add(
        new Request("WATCH", socket.path(), query(socket.query()), peer, "WEB_SOCKET", null));
    onWatch.accept(
        new Watch(
            socket,
            query(socket.query()),
            () -> Optional.ofNullable(resets.get(peer)).orElseThrow().run()));
  }

  private static Map<String, String> query(@Nullable String text) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String part : (text == null ? "" : text).split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        query.put(
            part.substring(0, equals),
            URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  /** The server's end of a watch. */
  public record Watch(ServerWebSocket socket, Map<String, String> query, Runnable reset) {

    /** One event. */
    public void send(String type, String object) {
      socket.writeTextMessage("{\"type\":\"" + type + "\",\"object\":" + object + "}");
    }

    /** As a server that ends it. */
    public void end() {
      socket.close();
    }

    /** As a connection that breaks: what was sent and not read is lost. */
    public void breakConnection() {
      reset.run();
    }

    /** Where the client says it is. */
    public String from() {
      return query.getOrDefault("resourceVersion", "");
    }
  }
}
