package platform.tkex.common.read;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
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
  private final LivePages pages;

  /**
   * @param clients stay the caller's to close; a watch never shares connections with the writes
   * @param namespace null for all
   */
  public KubernetesReader(Clients clients, @Nullable String namespace) {
    this.clients = clients;
    this.namespace = namespace;
    this.pages = new LivePages(clients.reads());
  }

  @Override
  public <T extends HasMetadata> SharedIndexInformer<T> informer(
      Class<T> kind, Selection selection) {
    KubernetesClient client = selection.metadataOnly() ? clients.metadata() : clients.reads();
    var all = client.resources(kind);
    var visible = namespace == null ? all.inAnyNamespace() : all.inNamespace(namespace);
    SharedIndexInformer<T> informer =
        selection.labels().isEmpty()
            ? visible.withLimit(PAGE).runnableInformer(0)
            : visible.withLabelSelector(selection.labels()).withLimit(PAGE).runnableInformer(0);
    // on the default, one event that cannot be read ends it for good
    informer.exceptionHandler((_, _) -> true);
    return informer;
  }

  @Override
  public <T> List<T> list(Listing listing, ItemReader<T> items) {
    return pages.read(listing, items);
  }

  @Override
  public <T extends HasMetadata> @Nullable T get(Class<T> kind, String namespace, String name) {
    return clients.writes().resources(kind).inNamespace(namespace).withName(name).get();
  }
}
