package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.pods.PodCache;
import platform.tkex.statefulsetplus.observe.Caches;

/** Caches of pods, revisions and claims, and the news of their owners. */
final class FabricCaches implements Caches, AutoCloseable {
  private static final String BY_OWNER = "owner";

  /** Above every list's size matters not: a limit makes the client read consistently, in pages. */
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
    revisions.addIndexers(Map.of(BY_OWNER, revision -> List.of(ownerKey(revision))));
    revisions.addEventHandler(new OwnerNews<>(changed));
    claims.addEventHandler(new OwnerNews<>(changed));
  }

  /** A workload, by namespace and name. */
  record OwnerKey(String namespace, String name) {}

  void start() {
    revisions.start().toCompletableFuture().join();
    claims.start().toCompletableFuture().join();
  }

  boolean ready() {
    return revisions.hasSynced() && claims.hasSynced() && pods.synced();
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

  private record OwnerNews<T extends HasMetadata>(Consumer<OwnerKey> changed)
      implements ResourceEventHandler<T> {
    @Override
    public void onAdd(T object) {
      tell(object);
    }

    @Override
    public void onUpdate(T before, T after) {
      tell(after);
    }

    @Override
    public void onDelete(T object, boolean unknown) {
      tell(object);
    }

    private void tell(T object) {
      OwnerReference owner = controllerOf(object);
      if (owner != null && owner.getKind().equals("StatefulSetPlus")) {
        changed.accept(new OwnerKey(object.getMetadata().getNamespace(), owner.getName()));
      }
    }
  }
}
