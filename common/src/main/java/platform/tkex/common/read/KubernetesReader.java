package platform.tkex.common.read;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.client.Clients;

/**
 * Reads from a real API server.
 *
 * <p>Lists are paged, which makes them consistent reads: an unpaged first list of the fabric8
 * informer may be answered from a lagging API server's cache. A closed watch goes on from the last
 * version after {@code watchReconnectInterval} of the client's configuration (50 ms by {@code
 * ClientFactory.reads}); a new list comes only when the server no longer has that version (410),
 * when fabric8 suspects it (a watch that the server closed within 2 s without an event), or when an
 * event cannot be read. Errors are retried for ever.
 */
public final class KubernetesReader implements ApiReader {

  private static final long PAGE = 1000;

  private final Clients clients;
  private final @Nullable String namespace;

  /**
   * @param clients stay the caller's to close; a watch never shares connections with the writes
   * @param namespace null for all
   */
  public KubernetesReader(Clients clients, @Nullable String namespace) {
    this.clients = clients;
    this.namespace = namespace;
  }

  @Override
  public <T extends HasMetadata> SharedIndexInformer<T> informer(Class<T> kind) {
    var all = clients.reads().resources(kind);
    SharedIndexInformer<T> informer =
        namespace == null
            ? all.inAnyNamespace().withLimit(PAGE).runnableInformer(0)
            : all.inNamespace(namespace).withLimit(PAGE).runnableInformer(0);
    // on the default, one event that cannot be read ends it for good
    informer.exceptionHandler((_, _) -> true);
    return informer;
  }

  @Override
  public <T extends HasMetadata> @Nullable T get(Class<T> kind, String namespace, String name) {
    return clients.writes().resources(kind).inNamespace(namespace).withName(name).get();
  }
}
