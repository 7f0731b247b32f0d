package platform.tkex.statefulsetplus.inplace;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

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

  /** The workload is gone. */
  public void forget(String ownerUid) {
    byPod.values().removeIf(refusal -> refusal.ownerUid().equals(ownerUid));
  }
}
