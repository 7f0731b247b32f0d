package platform.tkex.gc.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import platform.tkex.testkit.Cluster;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.faults.ApiRequest;
import platform.tkex.testkit.faults.FaultProxy;
import platform.tkex.testkit.operator.Endpoint;
import platform.tkex.testkit.operator.OperatorProcess;
import platform.tkex.testkit.operator.OperatorSettings;

/** One controller behind a proxy of its own, acting in one namespace. */
record Rig(FaultProxy proxy, OperatorProcess gc) implements AutoCloseable {

  /**
   * Prepares it; starts nothing.
   *
   * @param name of its log and its other files
   */
  static Rig of(Cluster cluster, TestNamespace namespace, String name, String... flags) {
    return of(cluster, namespace, OperatorSettings.gcController().named(name), flags);
  }

  static Rig of(
      Cluster cluster, TestNamespace namespace, OperatorSettings settings, String... flags) {
    FaultProxy proxy = FaultProxy.inFrontOf(cluster);
    List<String> all = new ArrayList<>(List.of("--watch-namespace=" + namespace.name()));
    Collections.addAll(all, flags);
    OperatorSettings complete = settings.with(all.toArray(String[]::new));
    return new Rig(
        proxy, OperatorProcess.of(cluster, complete, new Endpoint(proxy.url(), proxy.authority())));
  }

  Rig started() {
    gc.start();
    return this;
  }

  /** Deletions that it asked for, of objects of this kind. */
  List<ApiRequest> deletions(String resource) {
    return proxy.requests().stream()
        .filter(request -> request.method().equals("DELETE") && request.resource().equals(resource))
        .toList();
  }

  /** How often it has asked for a list of this kind so far. */
  long lists(String resource) {
    return proxy.requests().stream()
        .filter(request -> request.method().equals("GET") && request.resource().equals(resource))
        .count();
  }

  /**
   * A metric as it is now.
   *
   * @param series with its labels, in the order in which they are served
   */
  double metric(String series) {
    Matcher line = Pattern.compile("(?m)^" + Pattern.quote(series) + " (\\S+)$").matcher(metrics());
    return line.find() ? Double.parseDouble(line.group(1)) : Double.NaN;
  }

  String metrics() {
    URI uri = gc.http("/metrics");
    try (var body = uri.toURL().openStream()) {
      return new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    gc.kill();
    gc.close();
    proxy.close();
  }
}
