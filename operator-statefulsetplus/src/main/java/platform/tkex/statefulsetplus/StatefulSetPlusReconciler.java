package platform.tkex.statefulsetplus;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import platform.tkex.common.queue.WorkQueue;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;

/** Hands the workload of a key to a {@link Pass}, and forgets one that is gone. */
final class StatefulSetPlusReconciler implements WorkQueue.Work<WorkloadKey> {
  /** A safety net against a watch that has fallen silent. */
  private static final Duration AT_LEAST_EVERY = Duration.ofMinutes(5);

  private final InformedCaches caches;
  private final Pass pass;

  /** Whose passes may have left something to forget. */
  private final Map<WorkloadKey, String> uids = new ConcurrentHashMap<>();

  StatefulSetPlusReconciler(InformedCaches caches, Pass pass) {
    this.caches = caches;
    this.pass = pass;
  }

  @Override
  public Optional<Duration> pass(WorkloadKey key) {
    StatefulSetPlus workload = caches.workload(key);
    String uid = workload == null ? null : workload.getMetadata().getUid();
    String before = uid == null ? uids.remove(key) : uids.put(key, uid);
    if (before != null && !before.equals(uid)) {
      pass.forget(before);
    }
    // what is being deleted is the garbage collector's: a revision made now would outlive it
    if (workload == null || workload.getMetadata().getDeletionTimestamp() != null) {
      return Optional.empty();
    }
    Optional<Duration> asked = pass.run(workload);
    return asked
        .filter(after -> after.compareTo(AT_LEAST_EVERY) < 0)
        .or(() -> Optional.of(AT_LEAST_EVERY));
  }
}
