package platform.tkex.common.pods;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

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
    final Map<String, Doubt> inDoubt = new HashMap<>();

    boolean empty() {
      return created.isEmpty() && deleting.isEmpty();
    }
  }

  /**
   * A deletion that may have happened or may still happen.
   *
   * @param version only to this version of the pod; null for any
   */
  private record Doubt(Instant until, @Nullable String version) {}

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
    owner(ownerUid).deleting.add(podUid);
    deleting.put(podUid, ownerUid);
  }

  /** The server took the DELETE. */
  public synchronized void deleteConfirmed(String ownerUid, String podUid) {
    Owner owner = owners.get(ownerUid);
    if (owner != null) {
      owner.inDoubt.remove(podUid);
    }
  }

  /**
   * The DELETE certainly had no effect, or there was nothing to delete (404, 409).
   *
   * @param version which it was bound to, null for none: an earlier DELETE in doubt that was bound
   *     to none may have an effect all the same
   */
  public synchronized void notDeleted(String ownerUid, String podUid, @Nullable String version) {
    Owner owner = owners.get(ownerUid);
    Doubt doubt = owner == null ? null : owner.inDoubt.get(podUid);
    if (version == null || doubt == null || doubt.version() != null) {
      resolveDelete(podUid);
    }
  }

  /**
   * It is not known whether the DELETE took effect, or still will. Send it again with the same UID
   * as precondition, which does no harm, or take the pod for one that may go at any moment.
   *
   * @param version which it was bound to; null for none
   */
  public synchronized void deleteUnknown(
      String ownerUid, String podUid, @Nullable String version, Instant now) {
    Owner owner = owners.get(ownerUid);
    if (owner == null || !owner.deleting.contains(podUid)) {
      return;
    }
    Doubt earlier = owner.inDoubt.get(podUid);
    boolean unbound = version == null || (earlier != null && earlier.version() == null);
    owner.inDoubt.put(podUid, new Doubt(now.plus(DOUBT), unbound ? null : version));
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
            .filter(doubt -> !doubt.getValue().until().isAfter(now))
            .map(Map.Entry::getKey)
            .collect(Collectors.toCollection(ArrayList::new));
    settled.addAll(changed(ownerUid, owner));
    settled.forEach(this::resolveDelete);
    Map<String, Instant> left = new HashMap<>();
    owner.inDoubt.forEach((uid, doubt) -> left.put(uid, doubt.until()));
    return left;
  }

  /** Pods that are of another version now than the one which alone was to be deleted. */
  private List<String> changed(String ownerUid, Owner owner) {
    if (owner.inDoubt.values().stream().allMatch(doubt -> doubt.version() == null)) {
      return List.of();
    }
    return cache.ownedBy(ownerUid).stream()
        .filter(pod -> {
          Doubt doubt = owner.inDoubt.get(pod.getMetadata().getUid());
          return doubt != null
              && doubt.version() != null
              && !doubt.version().equals(pod.getMetadata().getResourceVersion());
        })
        .map(pod -> pod.getMetadata().getUid())
        .toList();
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
