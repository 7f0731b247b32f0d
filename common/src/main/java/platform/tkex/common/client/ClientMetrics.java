package platform.tkex.common.client;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.time.Ticker;

/**
 * client-go's request metrics: {@code rest_client_requests_total{code,method}} and {@code
 * rest_client_request_duration_seconds{verb}}.
 *
 * <p>A request without an answer counts with the code {@code <error>}, as in client-go, but only
 * where the client tries again: fabric8 tells nobody of a last failure. Those of writes are in
 * {@code api_writes_total}. The duration ends with the head of the answer, so that of a watch is
 * the time to its establishment.
 */
public final class ClientMetrics implements Interceptor {

  /** Carries the start through fabric8's copies of a request; the API server ignores it. */
  private static final String STARTED = "X-Tkex-Started";

  private final MeterRegistry registry;
  private final Ticker ticker;

  public ClientMetrics(MeterRegistry registry, Ticker ticker) {
    this.registry = registry;
    this.ticker = ticker;
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    builder.setHeader(STARTED, Long.toString(ticker.nanos()));
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.@Nullable Consumer<List<ByteBuffer>> consumer) {
    count(request, Integer.toString(response.code()));
    String started = request.header(STARTED);
    if (started != null) {
      Timer.builder("rest_client_request_duration")
          .description("Time to the head of the answer, by verb")
          .tag("verb", verb(request))
          .serviceLevelObjectives(BUCKETS)
          .register(registry)
          .record(ticker.since(Long.parseLong(started)));
    }
  }

  @Override
  public void afterConnectionFailure(HttpRequest request, Throwable failure) {
    count(request, "<error>");
  }

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(2),
    Duration.ofSeconds(4),
    Duration.ofSeconds(8),
    Duration.ofSeconds(15),
    Duration.ofSeconds(30)
  };

  private void count(HttpRequest request, String code) {
    Counter.builder("rest_client_requests")
        .description("Requests to the API server")
        .tag("code", code)
        .tag("method", request.method())
        .register(registry)
        .increment();
  }

  private static String verb(HttpRequest request) {
    URI uri = request.uri();
    String query = uri.getRawQuery();
    return query != null && query.contains("watch=true") ? "WATCH" : request.method();
  }
}
