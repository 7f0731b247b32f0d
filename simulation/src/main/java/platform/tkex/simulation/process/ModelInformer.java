package platform.tkex.simulation.process;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ExceptionHandler;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Indexer;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.informers.cache.Store;
import io.fabric8.kubernetes.client.informers.impl.cache.CacheImpl;
import io.fabric8.kubernetes.client.informers.impl.cache.ProcessorStore;
import io.fabric8.kubernetes.client.informers.impl.cache.SharedProcessor;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Change;
import platform.tkex.simulation.api.GoneException;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.kernel.Lane;

/**
 * The client library's informer: its real cache, indexes and handlers, fed by a list and a watch of
 * the model. As in the library the cache changes first and the handlers hear of it later.
 */
final class ModelInformer<T extends HasMetadata> implements SharedIndexInformer<T> {

  private static final Duration BOOKMARKS = Duration.ofMinutes(1);
  private static final int AT_ONCE = 3;

  private final Class<T> kind;
  private final Resource resource;
  private final Lane lane;
  private final ModelApiServer server;
  private final Weather weather;
  private final CacheImpl<T> cache =
      new CacheImpl<>() {
        @Override
        public T getByKey(String key) {
          whenRead.run();
          return super.getByKey(key);
        }
      };
  private final SharedProcessor<T> handlers;
  private final ProcessorStore<T> store;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();
  private @Nullable String lastVersion;
  private Runnable whenRead = () -> {};
  private boolean listening;

  /** A delivery or a list is on its way: as in the library one thing at a time. */
  private boolean coming;

  private long blockedUntil;

  ModelInformer(
      Class<T> kind, Resource resource, Lane lane, ModelApiServer server, Weather weather) {
    this.kind = kind;
    this.resource = resource;
    this.lane = lane;
    this.server = server;
    this.weather = weather;
    this.handlers = new SharedProcessor<>(lane, kind.getSimpleName());
    this.store = new ProcessorStore<>(cache, handlers);
  }

  /** Called before one object is read by its name. */
  void whenRead(Runnable task) {
    whenRead = task;
  }

  Resource resource() {
    return resource;
  }

  @Override
  public CompletionStage<Void> start() {
    lane.after(weather.latency(), this::list);
    return started;
  }

  /** Nothing arrives for a time, as on a watch that hangs or reconnects. */
  void block(Duration time) {
    blockedUntil = Math.max(blockedUntil, lane.nanos() + time.toNanos());
  }

  private void list() {
    long newest = server.version();
    boolean lags = LISTS_MAY_LAG && weather.listsLag(resource);
    long version = lags ? Math.max(0, newest - weather.versionsBehind()) : newest;
    List<ObjectNode> items = server.listAsOf(resource, version);
    lane.after(weather.latency(), () -> listed(items, version));
  }

  /** A test turns it on, to see that it is found: the product's lists are consistent reads. */
  private static final boolean LISTS_MAY_LAG = Boolean.getBoolean("simulation.laggingLists");

  private void listed(List<ObjectNode> items, long version) {
    Set<String> keys = new HashSet<>();
    for (ObjectNode item : items) {
      T object = Objects.read(item, kind);
      keys.add(store.getKey(object));
      store.update(List.of(object));
    }
    boolean wasEmpty = store.syncList(keys);
    lastVersion = Long.toString(version);
    store.onList(lastVersion, wasEmpty && keys.isEmpty());
    started.complete(null);
    coming = false;
    if (!listening) {
      listening = true;
      server.addListener(this::changed);
      lane.after(BOOKMARKS, this::bookmark);
    }
    await();
  }

  private void changed(Change change) {
    if (change.resource() == resource) {
      await();
    }
  }

  private void await() {
    if (!coming && isRunning()) {
      coming = true;
      lane.after(weather.lag(resource), this::deliver);
    }
  }

  private void deliver() {
    coming = false;
    long wait = blockedUntil - lane.nanos();
    if (wait > 0) {
      coming = true;
      lane.after(Duration.ofNanos(wait), this::deliver);
      return;
    }
    try {
      List<Change> changes = server.since(resource, seen(), AT_ONCE);
      changes.forEach(this::apply);
      if (!changes.isEmpty()) {
        await();
      }
    } catch (GoneException e) {
      coming = true;
      lane.after(weather.latency(), this::list);
    }
  }

  /** Version up to which it has come; 0 before its first list. */
  long seen() {
    return lastVersion == null ? 0 : Long.parseLong(lastVersion);
  }

  private void apply(Change change) {
    T object = Objects.read(change.after(), kind);
    if (change.type() == Change.Type.DELETED) {
      store.delete(object);
    } else {
      store.update(object);
    }
    lastVersion = Long.toString(change.version());
  }

  /** The server tells an idle watch how far it has come. */
  private void bookmark() {
    if (isRunning()) {
      if (!coming && lane.nanos() >= blockedUntil) {
        lastVersion = Long.toString(Math.max(seen(), server.version()));
      }
      lane.after(BOOKMARKS, this::bookmark);
    }
  }

  @Override
  public SharedIndexInformer<T> addIndexers(Map<String, Function<T, List<String>>> indexers) {
    cache.addIndexers(indexers);
    return this;
  }

  @Override
  public SharedIndexInformer<T> removeIndexer(String name) {
    cache.removeIndexer(name);
    return this;
  }

  @Override
  public Indexer<T> getIndexer() {
    return cache;
  }

  @Override
  public Store<T> getStore() {
    return cache;
  }

  @Override
  public SharedIndexInformer<T> itemStore(ItemStore<T> itemStore) {
    cache.setItemStore(itemStore);
    return this;
  }

  @Override
  public SharedIndexInformer<T> addEventHandler(ResourceEventHandler<? super T> handler) {
    handlers.addProcessorListener(handler, 0, cache::list);
    return this;
  }

  @Override
  public SharedIndexInformer<T> addEventHandlerWithResyncPeriod(
      ResourceEventHandler<? super T> handler, long resyncPeriod) {
    return addEventHandler(handler);
  }

  @Override
  public SharedIndexInformer<T> removeEventHandler(ResourceEventHandler<? super T> handler) {
    handlers.removeProcessorListener(handler);
    return this;
  }

  @Override
  public SharedIndexInformer<T> run() {
    start();
    return this;
  }

  @Override
  public void stop() {
    stopped.complete(null);
    handlers.stop();
  }

  @Override
  public boolean hasSynced() {
    return lastVersion != null;
  }

  @Override
  public @Nullable String lastSyncResourceVersion() {
    return lastVersion;
  }

  @Override
  public boolean isRunning() {
    return lane.alive() && !stopped.isDone();
  }

  @Override
  public boolean isWatching() {
    return isRunning() && started.isDone();
  }

  @Override
  public Class<T> getApiTypeClass() {
    return kind;
  }

  @Override
  public SharedIndexInformer<T> initialState(Stream<T> items) {
    throw new UnsupportedOperationException("no controller starts from a saved state");
  }

  @Override
  public SharedIndexInformer<T> exceptionHandler(ExceptionHandler handler) {
    return this;
  }

  @Override
  public CompletionStage<Void> stopped() {
    return stopped;
  }
}
