package platform.tkex.statefulsetplus.preload;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.pods.ResourceVersions;

/**
 * What this process has done for one workload and the cache may not show yet, and what it has told
 * of. All of it may be lost: a pod has the same name when it is made again.
 */
final class OwnPreloads {
  /** Versions of pods that were made, by their names. */
  private final Map<String, String> created = new HashMap<>();

  /** UIDs of pods that were deleted. */
  private final Set<String> deleted = new HashSet<>();

  /** UIDs of pods whose failure was told. */
  private final Set<String> told = new HashSet<>();

  /** Revision for which a refusal was told. */
  private String refusedFor = "";

  private Instant quietUntil = Instant.EPOCH;

  void created(String name, String version) {
    created.put(name, version);
  }

  void deleted(String uid) {
    deleted.add(uid);
  }

  boolean isDeleted(String uid) {
    return deleted.contains(uid);
  }

  /**
   * Names of pods that were made and are not seen.
   *
   * @param reached up to which version the cache has come, read before the pods
   */
  Set<String> unseen(@Nullable String reached, Set<String> names) {
    created
        .entrySet()
        .removeIf(pod ->
            names.contains(pod.getKey())
                || (reached != null && ResourceVersions.reaches(reached, pod.getValue())));
    return created.keySet();
  }

  /** Forgets pods that are gone. */
  void retain(Set<String> uids) {
    deleted.retainAll(uids);
    told.retainAll(uids);
  }

  /** Whether this is the first time. */
  boolean tell(String uid) {
    return told.add(uid);
  }

  /** The same for a refusal, of which there may be as many as there are nodes. */
  boolean tellRefusal(String target) {
    boolean first = !refusedFor.equals(target);
    refusedFor = target;
    return first;
  }

  void quietUntil(Instant time) {
    quietUntil = time;
  }

  /** What was refused is not asked for again before. */
  Instant quietUntil() {
    return quietUntil;
  }
}
