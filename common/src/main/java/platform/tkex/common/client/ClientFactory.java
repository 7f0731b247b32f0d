package platform.tkex.common.client;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.vertx.VertxHttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the clients of a process, each for one purpose and each with connections of its own.
 *
 * <ul>
 *   <li>{@link #reads}: 30 s, and 5 tries of its own on 5xx, 429 and I/O errors, for reading again
 *       is free. Watches reconnect after 50 ms (1.6 s after errors in a row) from the last version
 *       seen; one that is silent for 150 s counts as lost, because the server sends a bookmark each
 *       minute.
 *   <li>{@link #writes}: 10 s, no tries of its own. fabric8's default would send a POST again after
 *       a time-out and so hide what the first one did; {@code ApiWriter} decides.
 *   <li>{@link #leases}: as given, no tries of its own: an answer later than the next try is worth
 *       nothing. Its requests must not wait behind a burst of writes.
 * </ul>
 *
 * @param kubeconfig null: {@code KUBECONFIG} or the user's own, else the pod's ServiceAccount
 * @param userAgent names this controller in the API server's audit log and metrics
 * @param http2 whether requests share connections; needs TLS and falls back to HTTP/1.1 by ALPN
 * @param connections HTTP/2 connections of {@link #writes}; each carries about 100 requests at once
 * @param interceptors see every request and answer of all clients
 */
public record ClientFactory(
    @Nullable Path kubeconfig,
    String userAgent,
    boolean http2,
    int connections,
    List<Interceptor> interceptors) {

  private static final int WATCH_RECONNECT_MS = 50;
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration WATCH_SILENCE = Duration.ofSeconds(150);

  public ClientFactory {
    if (connections < 1) {
      throw new IllegalArgumentException("connections must be at least 1, was: " + connections);
    }
    interceptors = List.copyOf(interceptors);
  }

  /** HTTP/2 with 4 connections for writes, nothing measured. */
  public static ClientFactory of(@Nullable Path kubeconfig, String userAgent) {
    return new ClientFactory(kubeconfig, userAgent, true, 4, List.of());
  }

  /** For lists, watches and informers. */
  public KubernetesClient reads() {
    return reads(WATCH_SILENCE);
  }

  KubernetesClient reads(Duration silence) {
    Config config =
        config()
            .withRequestTimeout((int) READ_TIMEOUT.toMillis())
            .withRequestRetryBackoffLimit(5)
            .withWatchReconnectInterval(WATCH_RECONNECT_MS)
            .withWatchReconnectLimit(-1)
            .build();
    return build(config, 1, silence);
  }

  /** For {@code ApiWriter} and whatever else changes something. */
  public KubernetesClient writes() {
    Config config =
        config()
            .withRequestTimeout((int) WRITE_TIMEOUT.toMillis())
            .withRequestRetryBackoffLimit(0)
            .build();
    return build(config, connections, Duration.ZERO);
  }

  /**
   * For leader election.
   *
   * @param timeout of one request
   */
  public KubernetesClient leases(Duration timeout) {
    Config config =
        config()
            .withRequestTimeout((int) timeout.toMillis())
            .withConnectionTimeout((int) timeout.toMillis())
            .withRequestRetryBackoffLimit(0)
            .build();
    return build(config, 1, Duration.ZERO);
  }

  private ConfigBuilder config() {
    return new ConfigBuilder(Kubeconfigs.load(kubeconfig)).withUserAgent(userAgent);
  }

  private KubernetesClient build(Config config, int http2Connections, Duration silence) {
    KubernetesClientBuilder builder =
        new KubernetesClientBuilder()
            .withConfig(config)
            .withHttpClientFactory(new ConnectionFactory(http2, http2Connections, silence))
            .withHttpClientBuilderConsumer(http ->
                interceptors.forEach(interceptor ->
                    http.addOrReplaceInterceptor(interceptor.getClass().getName(), interceptor)));
    KubernetesClient client;
    try {
      client = builder.build();
    } catch (KubernetesClientException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new BadKubeconfigException(
          "no client for " + config.getMasterUrl() + " from its certificates and keys: " + cause,
          e);
    }
    requireVertx(client);
    return client;
  }

  /**
   * Time-outs, connection sharing and watch back-pressure here were tried with Vert.x only; another
   * implementation on the class path may win silently in fabric8's own look-up.
   *
   * @throws IllegalStateException naming the implementation that was found
   */
  static void requireVertx(KubernetesClient client) {
    HttpClient http = client.getHttpClient();
    if (!(http instanceof VertxHttpClient)) {
      client.close();
      throw new IllegalStateException(
          "the Kubernetes client must use Vert.x (kubernetes-httpclient-vertx), but uses "
              + http.getClass().getName()
              + ": remove other kubernetes-httpclient-* jars from the class path");
    }
  }
}
