package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.pods.PodCache;
import platform.tkex.common.pods.TrimmingStore;
import platform.tkex.statefulsetplus.observe.Caches;

/** Caches of pods, revisions and claims, and the news of their owners. */
final class FabricCaches implements Caches, AutoCloseable {
  private static final String BY_OWNER = "owner";

  /** A limit makes the client's lists consistent reads; without one the first may be outdated. */
  private static final long PAGE = 500;

  private final PodCache pods;
  private final SharedIndexInformer<ControllerRevision> revisions;
  private final SharedIndexInformer<PersistentVolumeClaim> claims;

  /**
   * @param changed hears the namespace and name of a workload whose revision or claim changed
   */
  FabricCaches(
      KubernetesClient client, String namespace, PodCache pods, Consumer<OwnerKey> changed) {
    this.pods = pods;
    var allRevisions = client.apps().controllerRevisions();
    var allClaims = client.persistentVolumeClaims();
    revisions =
        namespace.isEmpty()
            ? allRevisions.inAnyNamespace().withLimit(PAGE).runnableInformer(0)
            : allRevisions.inNamespace(namespace).withLimit(PAGE).runnableInformer(0);
    claims =
        namespace.isEmpty()
            ? allClaims.inAnyNamespace().withLimit(PAGE).runnableInformer(0)
            : allClaims.inNamespace(namespace).withLimit(PAGE).runnableInformer(0);
    // as the pods' informer: on the default, one event that cannot be read ends it for good
    revisions.exceptionHandler((_, _) -> true);
    claims.exceptionHandler((_, _) -> true);
    revisions.itemStore(new TrimmingStore<>(Trimming::revision));
    claims.itemStore(new TrimmingStore<>(Trimming::claim));
    revisions.addIndexers(Map.of(BY_OWNER, revision -> List.of(ownerKey(revision))));
    revisions.addEventHandler(new RevisionNews(changed));
    claims.addEventHandler(new ClaimNews(changed));
  }

  /** A workload, by namespace and name. */
  record OwnerKey(String namespace, String name) {}

  void start() {
    revisions.start().toCompletableFuture().join();
    claims.start().toCompletableFuture().join();
  }

  boolean ready() {
    return filled(revisions) && filled(claims) && pods.synced();
  }

  private static boolean filled(SharedIndexInformer<?> informer) {
    return informer.hasSynced() && informer.isRunning();
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
    revisions.close();
    claims.close();
  }

  private static String ownerKey(HasMetadata object) {
    OwnerReference owner = controllerOf(object);
    return owner == null ? "/" + object.getMetadata().getNamespace() : owner.getUid();
  }

  static @Nullable OwnerReference controllerOf(HasMetadata object) {
    for (OwnerReference owner : object.getMetadata().getOwnerReferences()) {
      if (Boolean.TRUE.equals(owner.getController())) {
        return owner;
      }
    }
    return null;
  }
}
