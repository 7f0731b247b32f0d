package platform.tkex.statefulsetplus.act;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.pods.CreatedPod;
import platform.tkex.common.pods.PodExpectations;
import platform.tkex.common.pods.UnseenUpdates;
import platform.tkex.common.write.WriteResult;
import platform.tkex.statefulsetplus.model.ClaimState;

/**
 * Own writes to pods and their claims that the cache may not have seen yet; a pass sees the cache
 * through them and so never acts on one that is older than its own last write.
 */
public final class OwnPods {
  /** What an unseen change of a pod's gate is called, which leaves its revision. */
  public static final String GATE = "";

  private final PodExpectations expectations;
  private final UnseenUpdates claims = new UnseenUpdates();
  private final UnseenUpdates updates = new UnseenUpdates();
  private final Clock clock;
  private final Map<String, Map<String, String>> revisions = new HashMap<>();

  public OwnPods(PodExpectations expectations, Clock clock) {
    this.expectations = expectations;
    this.clock = clock;
  }

  /** One pod that was created and is not in the cache yet. */
  public record Unseen(String name, String uid, String resourceVersion, String revision) {}

  /** The API server has made this pod. */
  public synchronized void created(
      String ownerUid, String podKey, WriteResult.Done answer, String revision) {
    String uid = answer.uid();
    String version = answer.resourceVersion();
    if (uid != null && version != null) {
      revisions.computeIfAbsent(ownerUid, owner -> new HashMap<>()).put(uid, revision);
      expectations.created(ownerUid, podKey, uid, version);
    }
  }

  /** The pod's deletion is about to be sent. */
  public void deleting(String ownerUid, String podUid) {
    expectations.deleting(ownerUid, podUid);
  }

  /**
   * What became of a deletion; one of unknown outcome may be sent again, its UID makes it safe.
   *
   * @param version which it was bound to; null for none
   */
  public void deleted(
      String ownerUid, String podUid, @Nullable String version, WriteResult result) {
    switch (result) {
      case WriteResult.Done done -> expectations.deleteConfirmed(ownerUid, podUid);
      case WriteResult.Refused refused -> expectations.notDeleted(ownerUid, podUid, version);
      case WriteResult.NotSent notSent -> expectations.notDeleted(ownerUid, podUid, version);
      case WriteResult.Unknown unknown ->
          expectations.deleteUnknown(ownerUid, podUid, version, clock.instant());
    }
  }

  /**
   * What became of a change of a living pod.
   *
   * @param version of the pod that the change was bound to
   * @param revision that the pod has with it
   */
  public void updated(
      String ownerUid, String podUid, String version, String revision, WriteResult result) {
    record(updates, ownerUid, podUid, version, revision, result);
  }

  /** What became of a change of a pod's readiness gate. */
  public void gated(String ownerUid, String podUid, String version, WriteResult result) {
    record(updates, ownerUid, podUid, version, GATE, result);
  }

  /** The own change of a pod that this view of it does not show; null when it is up to date. */
  public UnseenUpdates.@Nullable Update unseenUpdate(String ownerUid, Pod pod) {
    return updates.unseen(
        ownerUid,
        pod.getMetadata().getUid(),
        pod.getMetadata().getResourceVersion(),
        clock.instant());
  }

  /** Forgets changes of the owner's pods that are gone. */
  public void retain(String ownerUid, Supplier<Set<String>> podUids) {
    updates.retain(ownerUid, podUids);
  }

  /**
   * UIDs of pods that terminate though the cache does not show it; ask before reading the pods. One
   * whose deletion has an unknown outcome is left out, so that it is planned and sent again.
   */
  public Set<String> terminating(String ownerUid) {
    Set<String> terminating = new HashSet<>(expectations.deletedUnseen(ownerUid));
    terminating.removeAll(inDoubt(ownerUid).keySet());
    return terminating;
  }

  /** UIDs of pods whose deletion has an unknown outcome: each may go at any moment until then. */
  public Map<String, Instant> inDoubt(String ownerUid) {
    return expectations.inDoubt(ownerUid, clock.instant());
  }

  /** Created pods of the owner that the cache does not show. */
  public synchronized List<Unseen> unseen(String ownerUid) {
    Map<String, String> known = revisions.getOrDefault(ownerUid, new HashMap<>());
    List<Unseen> unseen = new ArrayList<>();
    for (CreatedPod pod : expectations.createdUnseen(ownerUid)) {
      unseen.add(
          new Unseen(
              pod.name(), pod.uid(), pod.resourceVersion(), known.getOrDefault(pod.uid(), "")));
    }
    known.keySet().retainAll(unseen.stream().map(Unseen::uid).toList());
    return unseen;
  }

  /** What became of a change of a claim's owners. */
  public void claimed(String ownerUid, ClaimState claim, WriteResult result) {
    record(claims, ownerUid, claim.uid(), claim.resourceVersion(), "", result);
  }

  private void record(
      UnseenUpdates into,
      String ownerUid,
      String uid,
      String version,
      String content,
      WriteResult result) {
    if (result instanceof WriteResult.Done done && done.resourceVersion() != null) {
      into.done(ownerUid, uid, done.resourceVersion(), content);
    } else if (result instanceof WriteResult.Unknown) {
      into.unknown(ownerUid, uid, version, content, clock.instant());
    }
  }

  /** Whether a claim may be another than the cache shows it, by an own write. */
  public boolean isUnsure(String ownerUid, PersistentVolumeClaim claim) {
    return claims.unseen(
            ownerUid,
            claim.getMetadata().getUid(),
            claim.getMetadata().getResourceVersion(),
            clock.instant())
        != null;
  }

  /** The workload is gone. */
  public synchronized void forget(String ownerUid) {
    revisions.remove(ownerUid);
    expectations.forget(ownerUid);
    claims.forget(ownerUid);
    updates.forget(ownerUid);
  }
}
