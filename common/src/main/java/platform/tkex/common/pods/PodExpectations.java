package platform.tkex.common.pods;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What this process did to pods and its cache does not show yet: with it a pass never acts on a
 * view that is older than the last own write.
 *
 * <p>Ask before reading the pods: what is resolved here is then in the pods that are read after it.
 *
 * <ul>
 *   <li>A creation is resolved when the cache told of the pod's UID, or when it has come to the
 *       version of the creation: then the pod was seen, or came and went in a gap of the watch.
 *   <li>A deletion is resolved when the UID is seen with a deletionTimestamp, is gone, or when its
 *       name belongs to another UID.
 * </ul>
 *
 * <p>An expectation whose write failed is taken back by whoever knows the outcome ({@link
 * #notDeleted}). Only one in doubt ({@link #deleteUnknown}) ends with time. A restarted process
 * begins with none. Thread-safe.
 */
public final class PodExpectations {

  /** As long as an API server works on a request: its {@code --request-timeout}. */
  private static final Duration DOUBT = Duration.ofMinutes(1);

  private final PodCache cache;
  private final Map<String, Owner> owners = new HashMap<>();

  /** Owner of each pod that is expected to go, by the pod's UID. */
  private final Map<String, String> deleting = new HashMap<>();

  private static final class Owner {
    final Map<String, CreatedPod> created = new LinkedHashMap<>();
    final Set<String> deleting = new HashSet<>();
    final Map<String, Instant> inDoubt = new HashMap<>();

    boolean empty() {
      return created.isEmpty() && deleting.isEmpty();
    }
  }

  public PodExpectations(PodCache cache) {
    this.cache = cache;
    cache.addListener(this::changed);
  }

  /**
   * The server confirmed a creation.
   *
   * @param podKey {@code namespace/name}
   */
  public synchronized void created(
      String ownerUid, String podKey, String uid, String resourceVersion) {
    owner(ownerUid).created.put(uid, new CreatedPod(podKey, uid, resourceVersion));
  }

  /** Call before the DELETE is sent: its event may come before its answer. */
  public synchronized void deleting(String ownerUid, String podUid) {
    Owner owner = owner(ownerUid);
    owner.deleting.add(podUid);
    owner.inDoubt.remove(podUid);
    deleting.put(podUid, ownerUid);
  }

  /** The DELETE certainly had no effect, or there was nothing to delete (404, 409). */
  public synchronized void notDeleted(String ownerUid, String podUid) {
    resolveDelete(podUid);
  }

  /**
   * It is not known whether the DELETE took effect, or still will. Send it again with the same UID
   * as precondition, which does no harm, or take the pod for one that may go at any moment.
   */
  public synchronized void deleteUnknown(String ownerUid, String podUid, Instant now) {
    Owner owner = owners.get(ownerUid);
    if (owner != null && owner.deleting.contains(podUid)) {
      owner.inDoubt.put(podUid, now.plus(DOUBT));
    }
  }

  /** UIDs of the owner's pods whose deletion this process asked for and has not seen yet. */
  public synchronized Collection<String> deletedUnseen(String ownerUid) {
    Owner owner = owners.get(ownerUid);
    return owner == null ? List.of() : List.copyOf(owner.deleting);
  }

  /** UIDs of the owner's pods that may go at any moment until then, or may never go. */
  public synchronized Map<String, Instant> inDoubt(String ownerUid, Instant now) {
    Owner owner = owners.get(ownerUid);
    if (owner == null) {
      return Map.of();
    }
    List<String> settled =
        owner.inDoubt.entrySet().stream()
            .filter(doubt -> !doubt.getValue().isAfter(now))
            .map(Map.Entry::getKey)
            .toList();
    settled.forEach(this::resolveDelete);
    return Map.copyOf(owner.inDoubt);
  }

  /** Pods of the owner that exist (or existed) and are not in the cache yet, oldest first. */
  public synchronized Collection<CreatedPod> createdUnseen(String ownerUid) {
    Owner owner = owners.get(ownerUid);
    if (owner == null) {
      return List.of();
    }
    String reached = cache.lastResourceVersion();
    if (reached != null) {
      owner
          .created
          .values()
          .removeIf(pod -> ResourceVersions.reaches(reached, pod.resourceVersion()));
    }
    List<CreatedPod> unseen = List.copyOf(owner.created.values());
    dropIfEmpty(ownerUid, owner);
    return unseen;
  }

  /** The owner is gone. */
  public synchronized void forget(String ownerUid) {
    Owner owner = owners.remove(ownerUid);
    if (owner != null) {
      owner.deleting.forEach(deleting::remove);
    }
  }

  private synchronized void changed(PodChange change) {
    Pod before = change.before();
    Pod after = change.after();
    if (before != null && (after == null || change.replaced())) {
      resolveDelete(before.getMetadata().getUid());
    }
    Pod latest = change.latest();
    resolveCreate(latest);
    if (after == null || latest.getMetadata().getDeletionTimestamp() != null) {
      resolveDelete(latest.getMetadata().getUid());
    }
  }

  private void resolveCreate(Pod pod) {
    for (OwnerReference reference : pod.getMetadata().getOwnerReferences()) {
      Owner owner = owners.get(reference.getUid());
      if (owner != null && owner.created.remove(pod.getMetadata().getUid()) != null) {
        dropIfEmpty(reference.getUid(), owner);
      }
    }
  }

  private void resolveDelete(String podUid) {
    String ownerUid = deleting.remove(podUid);
    Owner owner = ownerUid == null ? null : owners.get(ownerUid);
    if (ownerUid != null && owner != null) {
      owner.deleting.remove(podUid);
      owner.inDoubt.remove(podUid);
      dropIfEmpty(ownerUid, owner);
    }
  }

  private Owner owner(String ownerUid) {
    return owners.computeIfAbsent(ownerUid, _ -> new Owner());
  }

  private void dropIfEmpty(String ownerUid, Owner owner) {
    if (owner.empty()) {
      owners.remove(ownerUid);
    }
  }
}
