package platform.tkex.common.client;

import io.fabric8.kubernetes.client.KubernetesClient;

/**
 * The clients of a controller.
 *
 * @param reads lists, watches, informers: never share its connections with a burst of writes, or
 *     the API server closes the watches whose reader starves
 * @param metadata lists and watches of metadata alone
 * @param writes sends each request once
 */
public record Clients(KubernetesClient reads, KubernetesClient metadata, KubernetesClient writes)
    implements AutoCloseable {

  /** All from one factory. */
  public static Clients from(ClientFactory factory) {
    return new Clients(factory.reads(), factory.metadata(), factory.writes());
  }

  @Override
  public void close() {
    try {
      reads.close();
    } finally {
      try {
        metadata.close();
      } finally {
        writes.close();
      }
    }
  }
}
