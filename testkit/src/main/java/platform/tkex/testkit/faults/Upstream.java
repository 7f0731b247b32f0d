package platform.tkex.testkit.faults;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.NetSocket;
import java.util.Locale;
import java.util.Set;

/**
 * The way from a proxy to the API server. Broken connections are what a proxy is for: they end the
 * other side and are not logged.
 */
final class Upstream {

  /** Of one connection, not of the message. */
  private static final Set<String> HOP_BY_HOP =
      Set.of("connection", "keep-alive", "transfer-encoding", "content-length", "host", "te");

  private static final int SWITCHING_PROTOCOLS = 101;

  private final HttpClient client;

  Upstream(HttpClient client) {
    this.client = client;
  }

  /** All of an answer. */
  record Answer(int code, MultiMap headers, Buffer body) {}

  /** Sends it once; fails when there is no connection or no answer. */
  Future<Answer> forward(HttpServerRequest request, Buffer body) {
    return client
        .request(options(request, endToEnd(request.headers())))
        .compose(out -> out.send(body))
        .compose(answer ->
            answer
                .body()
                .map(whole -> new Answer(answer.statusCode(), endToEnd(answer.headers()), whole)));
  }

  /** Opens a watch and keeps its two sides together until one of them ends. */
  void watch(HttpServerRequest request, ApiRequest described, Watches watches) {
    request.exceptionHandler(_ -> {}).pause();
    boolean upgrade = request.headers().contains("upgrade", "websocket", true);
    MultiMap headers = endToEnd(request.headers());
    if (upgrade) {
      headers.set("Connection", "Upgrade");
    }
    client
        .request(options(request, headers))
        .onSuccess(out -> {
          out.exceptionHandler(_ -> {});
          if (upgrade) {
            webSocket(request, out, described.resource(), watches);
          } else {
            stream(request, out, described.resource(), watches);
          }
        })
        .onFailure(unreachable -> request.response().reset());
  }

  private static void webSocket(
      HttpServerRequest request, HttpClientRequest out, String kind, Watches watches) {
    HttpServerResponse response = request.response();
    out.connect()
        .onSuccess(answer -> {
          answer.headers().forEach(response::putHeader);
          response.setStatusCode(answer.statusCode());
          if (answer.statusCode() == SWITCHING_PROTOCOLS) {
            NetSocket server = answer.netSocket();
            server.pause();
            request.toNetSocket().onSuccess(sender -> join(sender, server, kind, watches));
          } else {
            answer.body().onSuccess(response::end).onFailure(lost -> response.reset());
          }
        })
        .onFailure(lost -> response.reset());
  }

  private static void join(NetSocket sender, NetSocket server, String kind, Watches watches) {
    Runnable gone =
        watches.add(
            kind,
            server,
            () -> {
              server.close();
              sender.close();
            });
    sender.exceptionHandler(_ -> {}).handler(server::write).closeHandler(_ -> server.close());
    server
        .exceptionHandler(_ -> {})
        .handler(sender::write)
        .closeHandler(_ -> {
          gone.run();
          sender.close();
        });
  }

  private static void stream(
      HttpServerRequest request, HttpClientRequest out, String kind, Watches watches) {
    HttpServerResponse response = request.response();
    response.exceptionHandler(_ -> out.reset()).closeHandler(_ -> out.reset());
    out.send()
        .onSuccess(answer -> pour(answer, response, kind, watches))
        .onFailure(lost -> response.reset());
  }

  private static void pour(
      HttpClientResponse answer, HttpServerResponse response, String kind, Watches watches) {
    response.setStatusCode(answer.statusCode()).setChunked(true);
    endToEnd(answer.headers()).forEach(response::putHeader);
    Runnable gone =
        watches.add(
            kind,
            answer,
            () -> {
              response.reset();
              answer.request().reset();
            });
    answer
        .handler(response::write)
        .endHandler(_ -> {
          gone.run();
          response.end();
        })
        .exceptionHandler(_ -> {
          gone.run();
          response.reset();
        });
  }

  private static RequestOptions options(HttpServerRequest request, MultiMap headers) {
    return new RequestOptions()
        .setMethod(request.method())
        .setURI(request.uri())
        .setHeaders(headers);
  }

  private static MultiMap endToEnd(MultiMap headers) {
    MultiMap kept = MultiMap.caseInsensitiveMultiMap();
    headers.forEach((name, value) -> {
      if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
        kept.add(name, value);
      }
    });
    return kept;
  }
}
