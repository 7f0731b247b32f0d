package platform.tkex.common.pods;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process's one informer on pods: trimmed, indexed by controller, by node and, for orphans, by
 * namespace.
 */
public final class PodInformer implements PodCache, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PodInformer.class);
  private static final String BY_OWNER = "owner";
  private static final String BY_NODE = "node";
  private static final String ORPHANS = "orphans";
  private static final int MAX_INTERNED = 200_000;

  private final SharedIndexInformer<Pod> informer;
  private final PodTrimmer trimmer = new PodTrimmer(new Interner(MAX_INTERNED));
  private final List<Consumer<PodChange>> listeners = new CopyOnWriteArrayList<>();

  /**
   * Does not start yet.
   *
   * @param informer one that does not run yet; this one's from now on
   */
  public PodInformer(SharedIndexInformer<Pod> informer) {
    this.informer = informer;
    informer.itemStore(new TrimmingStore<>(trimmer::trim));
    informer.addIndexers(
        Map.of(
            BY_OWNER, pod -> ownerUid(pod) == null ? List.of() : List.of(ownerUid(pod)),
            BY_NODE, PodInformer::node,
            ORPHANS, pod -> ownerUid(pod) == null ? List.of(namespaceOf(pod)) : List.of()));
    informer.addEventHandler(new Handler());
  }

  /** Begins to list and watch; the future ends with the first complete list. */
  public CompletableFuture<Void> start() {
    return informer.start().toCompletableFuture().thenApply(_ -> null);
  }

  @Override
  public List<Pod> ownedBy(String ownerUid) {
    return informer.getIndexer().byIndex(BY_OWNER, ownerUid);
  }

  @Override
  public List<Pod> orphansIn(String namespace) {
    return informer.getIndexer().byIndex(ORPHANS, namespace);
  }

  @Override
  public List<Pod> onNode(String node) {
    return informer.getIndexer().byIndex(BY_NODE, node);
  }

  @Override
  public @Nullable Pod get(String namespace, String name) {
    return informer.getIndexer().getByKey(namespace + "/" + name);
  }

  @Override
  public boolean synced() {
    return informer.hasSynced();
  }

  /** Whether the informer still runs; false means that this process sees nothing any more. */
  public boolean running() {
    return informer.isRunning();
  }

  @Override
  public @Nullable String lastResourceVersion() {
    return informer.lastSyncResourceVersion();
  }

  @Override
  public void addListener(Consumer<PodChange> listener) {
    listeners.add(listener);
  }

  @Override
  public void close() {
    informer.stop();
  }

  private static @Nullable String ownerUid(Pod pod) {
    for (OwnerReference owner : pod.getMetadata().getOwnerReferences()) {
      if (Boolean.TRUE.equals(owner.getController())) {
        return owner.getUid();
      }
    }
    return null;
  }

  private static String namespaceOf(Pod pod) {
    return pod.getMetadata().getNamespace();
  }

  private static List<String> node(Pod pod) {
    String node = pod.getSpec() == null ? null : pod.getSpec().getNodeName();
    return node == null || node.isEmpty() ? List.of() : List.of(node);
  }

  private void tell(PodChange change) {
    for (Consumer<PodChange> listener : listeners) {
      try {
        listener.accept(change);
      } catch (RuntimeException e) {
        // the others and the watch go on
        LOG.error("a listener failed on a change of a pod", e);
      }
    }
  }

  private final class Handler implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      tell(new PodChange(null, pod));
    }

    @Override
    public void onUpdate(Pod before, Pod after) {
      tell(new PodChange(before, after));
    }

    /** The last state comes from the watch and was not in the store, so it is not trimmed yet. */
    @Override
    public void onDelete(Pod pod, boolean deletedFinalStateUnknown) {
      tell(new PodChange(trimmer.trim(pod), null));
    }
  }
}
