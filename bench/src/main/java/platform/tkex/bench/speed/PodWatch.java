package platform.tkex.bench.speed;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A watch on the pods of a namespace that goes on at once where it was cut.
 *
 * <p>Give it a client whose connections carry no writes: a watch that shares one with a burst of
 * them starves first.
 */
final class PodWatch implements AutoCloseable {
  private final KubernetesClient client;
  private final String namespace;
  private final List<Consumer<Sighting>> listeners = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private volatile String reached;
  private volatile @Nullable AsyncBody body;
  private volatile boolean closed;
  private volatile @Nullable RuntimeException failure;

  private PodWatch(KubernetesClient client, String namespace, String from) {
    this.client = client;
    this.namespace = namespace;
    this.reached = from;
  }

  /** Begins with what happens from now on; the namespace is to be empty. */
  static PodWatch open(KubernetesClient client, String namespace) {
    String now =
        client
            .pods()
            .inNamespace(namespace)
            .list(new ListOptionsBuilder().withLimit(1L).build())
            .getMetadata()
            .getResourceVersion();
    PodWatch watch = new PodWatch(client, namespace, now);
    watch.connect();
    return watch;
  }

  /** Told in order, on one thread at a time. */
  void listen(Consumer<Sighting> listener) {
    listeners.add(listener);
  }

  /** Throws what ended the watch, if anything did. */
  void check() {
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw new IllegalStateException("the watch on pods of " + namespace + " ended", thrown);
    }
  }

  @Override
  public void close() {
    closed = true;
    AsyncBody open = body;
    if (open != null) {
      open.cancel();
    }
  }

  private void connect() {
    if (closed) {
      return;
    }
    line.reset();
    HttpRequest request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(
                client.getMasterUrl()
                    + "api/v1/namespaces/"
                    + namespace
                    + "/pods?watch=true&allowWatchBookmarks=true&resourceVersion="
                    + reached)
            .forStreaming()
            .build();
    var _ =
        client
            .getHttpClient()
            .consumeBytes(
                request,
                (buffers, open) -> {
                  read(buffers);
                  open.consume();
                })
            .whenComplete(this::opened);
  }

  private void opened(@Nullable HttpResponse<AsyncBody> response, @Nullable Throwable thrown) {
    if (response == null || !response.isSuccessful()) {
      failure = new IllegalStateException("watch: " + response, thrown);
      return;
    }
    AsyncBody open = response.body();
    body = open;
    var _ = open.done().whenComplete((_, _) -> connect());
    open.consume();
  }

  private void read(List<ByteBuffer> buffers) {
    try {
      for (ByteBuffer buffer : buffers) {
        while (buffer.hasRemaining()) {
          byte next = buffer.get();
          if (next == '\n') {
            tell(SightingReader.read(line.toByteArray()));
            line.reset();
          } else {
            line.write(next);
          }
        }
      }
    } catch (IOException e) {
      failure = new UncheckedIOException(e);
    }
  }

  private void tell(Sighting sighting) {
    if (sighting.type().equals("ERROR")) {
      failure = new IllegalStateException("the watch is too old to go on from " + reached);
      closed = true;
      return;
    }
    reached = sighting.resourceVersion();
    if (!sighting.type().equals("BOOKMARK")) {
      listeners.forEach(listener -> listener.accept(sighting));
    }
  }
}
