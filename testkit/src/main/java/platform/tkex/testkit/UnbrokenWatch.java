package platform.tkex.testkit;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch that tells every step, or that it could not.
 *
 * <p>The {@link KubernetesClient} resumes a watch that breaks, but gives it up when it takes the
 * end for a refusal: it reads 410 Gone into every connection that ends within 2 s with nothing
 * told, as happens on a machine with more work than time. This one asks again from the last step
 * that was told, and believes in steps that are lost only when it is refused several times.
 */
public final class UnbrokenWatch<T extends HasMetadata> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(UnbrokenWatch.class);
  private static final int REFUSALS = 5;

  private final BiFunction<ListOptions, Watcher<T>, Watch> opener;
  private final BiConsumer<Watcher.Action, T> told;
  private final Function<WatcherException, @Nullable String> lost;
  private @Nullable String version;
  private int refusals;
  private boolean closed;
  private @Nullable Watch connection;

  private UnbrokenWatch(
      BiFunction<ListOptions, Watcher<T>, Watch> opener,
      @Nullable String from,
      BiConsumer<Watcher.Action, T> told,
      Function<WatcherException, @Nullable String> lost) {
    this.opener = opener;
    this.version = from;
    this.told = told;
    this.lost = lost;
  }

  /**
   * Starts to watch.
   *
   * @param opener opens one connection, with at least the options given
   * @param from resourceVersion after which steps are told; null for all that lives, then its steps
   * @param told hears each step, one after the other
   * @param lost hears that steps may have been missed, and why; gives where to go on, as {@code
   *     from}. It is called again when that fails
   */
  public static <T extends HasMetadata> UnbrokenWatch<T> open(
      BiFunction<ListOptions, Watcher<T>, Watch> opener,
      @Nullable String from,
      BiConsumer<Watcher.Action, T> told,
      Function<WatcherException, @Nullable String> lost) {
    UnbrokenWatch<T> watch = new UnbrokenWatch<>(opener, from, told, lost);
    watch.connect();
    return watch;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (connection != null) {
      connection.close();
    }
  }

  private void connect() {
    Watch opened = opener.apply(options(), new Connection());
    synchronized (this) {
      connection = opened;
      if (closed) {
        opened.close();
      }
    }
  }

  private synchronized ListOptions options() {
    return new ListOptionsBuilder()
        .withResourceVersion(version)
        .withAllowWatchBookmarks(true)
        .build();
  }

  private void reconnect(WatcherException cause) {
    Await.until("the API server takes the watch again", () -> isConnectedAfter(cause));
  }

  private boolean isConnectedAfter(WatcherException cause) {
    try {
      if (isRefused()) {
        goOnFrom(lost.apply(cause));
      }
      connect();
      return true;
    } catch (KubernetesClientException e) {
      LOG.debug("a watch was not taken", e);
      return false;
    }
  }

  private synchronized boolean isRefused() {
    return refusals >= REFUSALS;
  }

  private synchronized void goOnFrom(@Nullable String start) {
    version = start;
    refusals = 0;
  }

  /** Whether anybody still wants to know. */
  private synchronized boolean saw(T object) {
    goOnFrom(object.getMetadata().getResourceVersion());
    return !closed;
  }

  private synchronized boolean ended() {
    refusals++;
    return !closed;
  }

  private final class Connection implements Watcher<T> {

    @Override
    public void eventReceived(Action action, T object) {
      if (action != Action.ERROR && saw(object) && action != Action.BOOKMARK) {
        told.accept(action, object);
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      if (ended()) {
        LOG.info("a watch ended: {}", cause.toString());
        Thread.ofVirtual().start(() -> reconnect(cause));
      }
    }
  }
}
