package platform.tkex.common.client;

import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * The clients of a controller.
 *
 * @param reads lists, watches, informers: never share its connections with a burst of writes, or
 *     the API server closes the watches whose reader starves
 * @param writes sends each request once
 */
public record Clients(KubernetesClient reads, KubernetesClient writes) implements AutoCloseable {

  /** Both from one factory. */
  public static Clients from(ClientFactory factory) {
    return new Clients(factory.reads(), factory.writes());
  }

  @Override
  public void close() {
    try {
      reads.close();
    } finally {
      writes.close();
    }
  }
}
