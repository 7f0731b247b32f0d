package platform.tkex.statefulsetplus.inplace;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Changes of living pods that the API server has refused for good, so that they are not tried for
 * ever. A restarted process knows of none, and asks once more.
 */
public final class Refusals {
  /** By the pod's UID; a pod goes to one revision at a time. */
  private final Map<String, Refusal> byPod = new ConcurrentHashMap<>();

  private record Refusal(String ownerUid, String revision, boolean resize, String why) {}

  /**
   * The server will not bring this pod to that revision.
   *
   * @param resize it was the resources that it refused
   */
  public void refused(String ownerUid, String podUid, String revision, boolean resize, String why) {
    byPod.put(podUid, new Refusal(ownerUid, revision, resize, why));
  }

  Optional<String> of(String podUid, String revision) {
    return find(podUid, revision, false);
  }

  Optional<String> ofResize(String podUid, String revision) {
    return find(podUid, revision, true);
  }

  private Optional<String> find(String podUid, String revision, boolean resize) {
    return Optional.ofNullable(byPod.get(podUid))
        .filter(refusal -> refusal.revision().equals(revision) && refusal.resize() == resize)
        .map(Refusal::why);
  }

  /**
   * Forgets those of the owner's pods that are gone.
   *
   * @param podUids of those that are there; only asked for when any is remembered
   */
  public void retain(String ownerUid, Supplier<Set<String>> podUids) {
    if (byPod.values().stream().anyMatch(refusal -> refusal.ownerUid().equals(ownerUid))) {
      Set<String> there = podUids.get();
      byPod
          .entrySet()
          .removeIf(entry ->
              entry.getValue().ownerUid().equals(ownerUid) && !there.contains(entry.getKey()));
    }
  }

  /** The workload is gone. */
  public void forget(String ownerUid) {
    retain(ownerUid, Set::of);
  }
}
