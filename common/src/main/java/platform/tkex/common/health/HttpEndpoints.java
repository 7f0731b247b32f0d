package platform.tkex.common.health;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * {@code /livez}, {@code /readyz} and {@code /metrics} over plain HTTP.
 *
 * <p>A probe answers 200 with {@code ok}, or 503 with one line for each check that failed. Liveness
 * has no checks unless one is added: a process that cannot reach the API server is not cured by a
 * restart.
 */
public final class HttpEndpoints implements AutoCloseable {

  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final HttpServer server;
  private static final String STARTING = "starting";

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, HealthCheck> liveness = new ConcurrentSkipListMap<>();
  private final Map<String, HealthCheck> readiness = new ConcurrentSkipListMap<>();

  /**
   * Serves at once; not ready before the first condition of it is known.
   *
   * @param address port 0 takes a free one, see {@link #port}
   * @param metrics the text of a scrape
   * @throws UncheckedIOException when the address is in use
   */
  public HttpEndpoints(InetSocketAddress address, Supplier<String> metrics) {
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
    readiness.put(STARTING, HealthCheck.of(() -> false, "not yet known what ready means"));
    server.setExecutor(threads);
    server.createContext("/livez", exchange -> probe(exchange, "/livez", liveness));
    server.createContext("/readyz", exchange -> probe(exchange, "/readyz", readiness));
    server.createContext(
        "/metrics", exchange -> get(exchange, "/metrics", 200, PROMETHEUS, metrics));
    server.start();
  }

  /** Adds or replaces a condition of being alive: only what a restart cures. */
  public void live(String name, HealthCheck check) {
    liveness.put(name, check);
  }

  /** Adds or replaces a condition of being ready. */
  public void ready(String name, HealthCheck check) {
    readiness.put(name, check);
    readiness.remove(STARTING);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void probe(HttpExchange exchange, String path, Map<String, HealthCheck> checks)
      throws IOException {
    String problems = problems(checks);
    int code = problems.isEmpty() ? 200 : 503;
    get(exchange, path, code, TEXT, () -> problems.isEmpty() ? "ok\n" : problems);
  }

  private static String problems(Map<String, HealthCheck> checks) {
    StringJoiner lines = new StringJoiner("\n", "", "\n").setEmptyValue("");
    checks.forEach((name, check) -> {
      try {
        check.problem().ifPresent(problem -> lines.add(name + ": " + problem));
      } catch (RuntimeException e) {
        lines.add(name + ": " + e);
      }
    });
    return lines.toString();
  }

  private static void get(
      HttpExchange exchange, String path, int code, String type, Supplier<String> body)
      throws IOException {
    try (exchange) {
      boolean known = exchange.getRequestURI().getPath().equals(path);
      boolean allowed = exchange.getRequestMethod().matches("GET|HEAD");
      byte[] bytes = known && allowed ? body.get().getBytes(StandardCharsets.UTF_8) : new byte[0];
      exchange.getResponseHeaders().set("Content-Type", type);
      boolean empty = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
      int answer = known ? (allowed ? code : 405) : 404;
      exchange.sendResponseHeaders(answer, empty ? -1 : bytes.length);
      if (!empty) {
        try (OutputStream out = exchange.getResponseBody()) {
          out.write(bytes);
        }
      }
    }
  }
}
