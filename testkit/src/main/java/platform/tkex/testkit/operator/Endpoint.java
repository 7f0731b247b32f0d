package platform.tkex.testkit.operator;

import platform.tkex.testkit.Cluster;

/**
 * What an operator calls.
 *
 * @param url such as {@code https://127.0.0.1:6443}
 * @param authority the certificate that it is to trust there, in PEM form
 */
public record Endpoint(String url, String authority) {

  /** The API server itself. */
  public static Endpoint of(Cluster cluster) {
    return new Endpoint(cluster.server(), cluster.authority());
  }
}
