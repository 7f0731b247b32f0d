package platform.tkex.gc.observe;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import platform.tkex.common.pods.TrimmingStore;
import platform.tkex.common.read.ApiReader;
import platform.tkex.common.read.Selection;
import platform.tkex.crds.gc.GcMarks;
import platform.tkex.crds.statefulsetplus.ConfigMapLabels;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.gc.model.Leftover.Preload;
import platform.tkex.gc.model.Leftover.Slot;
import platform.tkex.gc.model.Snapshot;
import platform.tkex.gc.model.Source;
import platform.tkex.gc.model.Version;

/** Caches of metadata: what may have to go, not who needs it. */
public final class InformedCaches implements AutoCloseable {
  private final SharedIndexInformer<ConfigMap> versions;
  private final SharedIndexInformer<ConfigMap> sources;
  private final SharedIndexInformer<ConfigMap> slots;
  private final SharedIndexInformer<Pod> preloads;
  private final SharedIndexInformer<StatefulSetPlus> workloads;
  private final Clock clock;
  private final int keep;

  /**
   * @param keep versions of a source that does not say otherwise
   */
  public InformedCaches(ApiReader reader, Clock clock, int keep) {
    this.clock = clock;
    this.keep = keep;
    versions = cache(reader, ConfigMap.class, ConfigMapLabels.NAME + "," + ConfigMapLabels.VERSION);
    sources = cache(reader, ConfigMap.class, ConfigMapLabels.VERSIONED + "=true");
    slots = cache(reader, ConfigMap.class, GcMarks.SLOTS_OF);
    preloads = cache(reader, Pod.class, GcMarks.PRELOAD_OF);
    workloads = cache(reader, StatefulSetPlus.class, "");
  }

  private static <T extends HasMetadata> SharedIndexInformer<T> cache(
      ApiReader reader, Class<T> kind, String labels) {
    SharedIndexInformer<T> informer = reader.informer(kind, Selection.metadataOf(labels));
    informer.itemStore(new TrimmingStore<>(Trimming::trim));
    return informer;
  }

  /**
   * Fills the caches; returns once they are complete.
   *
   * @param changed hears of each namespace in which something changed
   */
  public void start(Consumer<String> changed) {
    all().forEach(informer -> informer.addEventHandler(new Handler(changed)));
    all().forEach(informer -> informer.start().toCompletableFuture().join());
  }

  public boolean ready() {
    return all().allMatch(informer -> informer.hasSynced() && informer.isRunning());
  }

  @Override
  public void close() {
    all().forEach(SharedIndexInformer::close);
  }

  private Stream<SharedIndexInformer<? extends HasMetadata>> all() {
    return Stream.of(versions, sources, slots, preloads, workloads);
  }

  /**
   * What was seen of a namespace. Whether a pod has ended is not known here, so that all may have.
   */
  public Snapshot snapshot(String namespace) {
    return new Snapshot(
        clock.instant(),
        in(versions, namespace).flatMap(o -> Version.of(o.getMetadata()).stream()).toList(),
        in(sources, namespace)
            .map(source -> Source.of(source.getMetadata(), keep))
            .collect(Collectors.toMap(Source::name, Function.identity())),
        in(slots, namespace).map(slot -> Slot.of(slot.getMetadata())).toList(),
        in(preloads, namespace).map(pod -> Preload.of(pod.getMetadata(), true)).toList(),
        in(workloads, namespace)
            .collect(
                Collectors.toMap(o -> o.getMetadata().getName(), o -> o.getMetadata().getUid())),
        Set.of());
  }

  private static <T extends HasMetadata> Stream<T> in(
      SharedIndexInformer<T> informer, String namespace) {
    List<T> found = informer.getIndexer().byIndex(Cache.NAMESPACE_INDEX, namespace);
    return found.stream();
  }

  private record Handler(Consumer<String> changed) implements ResourceEventHandler<HasMetadata> {
    @Override
    public void onAdd(HasMetadata object) {
      tell(object);
    }

    @Override
    public void onUpdate(HasMetadata before, HasMetadata after) {
      tell(after);
    }

    @Override
    public void onDelete(HasMetadata object, boolean deletedFinalStateUnknown) {
      tell(object);
    }

    private void tell(HasMetadata object) {
      changed.accept(object.getMetadata().getNamespace());
    }
  }
}
