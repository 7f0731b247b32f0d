package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.pods.PodCache;
import platform.tkex.common.pods.PodInformer;
import platform.tkex.common.pods.TrimmingStore;
import platform.tkex.common.read.ApiReader;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.observe.Caches;

/** Caches of workloads and of what they own, each fed by an informer, and their news. */
final class InformedCaches implements Caches, AutoCloseable {
  private static final String BY_OWNER = "owner";

  private final PodInformer pods;
  private final SharedIndexInformer<ControllerRevision> revisions;
  private final SharedIndexInformer<PersistentVolumeClaim> claims;
  private final SharedIndexInformer<StatefulSetPlus> workloads;

  InformedCaches(ApiReader reader) {
    pods = new PodInformer(reader.informer(Pod.class));
    revisions = reader.informer(ControllerRevision.class);
    claims = reader.informer(PersistentVolumeClaim.class);
    workloads = reader.informer(StatefulSetPlus.class);
    revisions.itemStore(new TrimmingStore<>(Trimming::revision));
    claims.itemStore(new TrimmingStore<>(Trimming::claim));
    revisions.addIndexers(Map.of(BY_OWNER, revision -> List.of(ownerKey(revision))));
  }

  /**
   * Fills the caches; returns once they are complete.
   *
   * @param changed hears of each workload that changed, or whose pod, revision or claim did
   */
  void start(Consumer<WorkloadKey> changed) {
    pods.addListener(new PodNews(changed));
    revisions.addEventHandler(new RevisionNews(changed));
    claims.addEventHandler(new ClaimNews(changed));
    workloads.addEventHandler(new WorkloadNews(changed));
    pods.start().join();
    revisions.start().toCompletableFuture().join();
    claims.start().toCompletableFuture().join();
    workloads.start().toCompletableFuture().join();
  }

  boolean ready() {
    return filled(revisions) && filled(claims) && filled(workloads) && pods.synced();
  }

  private static boolean filled(SharedIndexInformer<?> informer) {
    return informer.hasSynced() && informer.isRunning();
  }

  /** Shared with the cache: never change it. */
  @Nullable StatefulSetPlus workload(WorkloadKey key) {
    return workloads.getIndexer().getByKey(key.namespace() + "/" + key.name());
  }

  @Override
  public PodCache pods() {
    return pods;
  }

  @Override
  public List<ControllerRevision> revisionsOf(String ownerUid) {
    return revisions.getIndexer().byIndex(BY_OWNER, ownerUid);
  }

  @Override
  public List<ControllerRevision> orphanRevisions(String namespace) {
    return revisions.getIndexer().byIndex(BY_OWNER, "/" + namespace);
  }

  @Override
  public @Nullable PersistentVolumeClaim claim(String namespace, String name) {
    return claims.getIndexer().getByKey(namespace + "/" + name);
  }

  @Override
  public void close() {
    workloads.close();
    claims.close();
    revisions.close();
    pods.close();
  }

  private static String ownerKey(HasMetadata object) {
    OwnerReference owner = Owners.controllerOf(object);
    return owner == null ? "/" + object.getMetadata().getNamespace() : owner.getUid();
  }
}
