package platform.tkex.common.client;

import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Vert.x with HTTP/2 by ALPN: a few connections carry all requests in flight, where HTTP/1.1 needs
 * a TLS handshake for each.
 *
 * <p>fabric8 7.8 hands Vert.x an SSL context with ALPN disabled, so it is wrapped in one that
 * offers it. WebSockets (fabric8's watches) do not ask for ALPN and stay on HTTP/1.1 connections of
 * their own, one for each watch.
 */
final class ConnectionFactory extends VertxHttpClientFactory {

  /** So many requests share a connection before another one is opened; the server allows 100. */
  private static final int SHARING = 32;

  private final boolean http2;
  private final int connections;
  private final Duration silence;

  /**
   * @param http2 false stays with HTTP/1.1
   * @param silence after so long without a byte a connection in use counts as lost; zero: never.
   *     The client sends no pings of its own, and fabric8 would notice after 5 to 10 minutes
   */
  ConnectionFactory(boolean http2, int connections, Duration silence) {
    this.http2 = http2;
    this.connections = connections;
    this.silence = silence;
  }

  @Override
  protected void additionalConfig(WebClientOptions options) {
    options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS).setReadIdleTimeout((int) silence.toMillis());
    if (!http2
        || !options.isSsl()
        || !(options.getSslEngineOptions() instanceof JdkSSLEngineOptions jdk)
        || jdk.sslContextFactory() == null) {
      return; // plain HTTP: the API server speaks HTTP/2 over TLS only
    }
    options
        .setProtocolVersion(HttpVersion.HTTP_2)
        .setUseAlpn(true)
        .setHttp2MaxPoolSize(connections)
        .setHttp2MultiplexingLimit(connections == 1 ? -1 : SHARING)
        .setSslEngineOptions(new AlpnEngineOptions(jdk));
  }

  private static final class AlpnEngineOptions extends JdkSSLEngineOptions {
    private final JdkSSLEngineOptions plain;

    AlpnEngineOptions(JdkSSLEngineOptions plain) {
      this.plain = plain;
    }

    @Override
    public JdkSSLEngineOptions copy() {
      return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
      return new AlpnContextFactory(plain.sslContextFactory());
    }
  }

  /** Vert.x asks for one context with and one without ALPN, and keeps both. */
  private static final class AlpnContextFactory implements SslContextFactory {
    private final SslContextFactory plain;
    private boolean alpn;
    private List<String> protocols = List.of();

    AlpnContextFactory(SslContextFactory plain) {
      this.plain = plain;
    }

    @Override
    public SslContextFactory useAlpn(boolean useAlpn) {
      this.alpn = useAlpn;
      return this;
    }

    @Override
    public SslContextFactory applicationProtocols(List<String> applicationProtocols) {
      this.protocols = List.copyOf(applicationProtocols);
      return this;
    }

    @Override
    public SslContext create() throws SSLException {
      SslContext context = plain.create();
      if (!alpn || protocols.isEmpty() || !(context instanceof JdkSslContext jdk)) {
        return context;
      }
      SSLContext keysAndTrust = jdk.context();
      ApplicationProtocolConfig offer =
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              protocols);
      return new JdkSslContext(
          keysAndTrust,
          true,
          null,
          IdentityCipherSuiteFilter.INSTANCE,
          offer,
          ClientAuth.NONE,
          new String[] {"TLSv1.3", "TLSv1.2"},
          false);
    }
  }
}
