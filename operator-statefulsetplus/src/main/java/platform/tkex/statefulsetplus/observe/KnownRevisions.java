package platform.tkex.statefulsetplus.observe;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import platform.tkex.statefulsetplus.revision.Revision;

/**
 * Revisions that were read before: to read one means to sort its whole template, and there are ten
 * in every pass. One that has changed is read again.
 */
final class KnownRevisions {
  private final Map<String, Map<String, Entry>> byWorkload = new ConcurrentHashMap<>();

  private record Entry(String resourceVersion, boolean owned, Optional<Revision> revision) {}

  /** By their names; what is no revision of ours is left out. */
  Map<String, Revision> read(
      String workloadUid, List<ControllerRevision> orphans, List<ControllerRevision> owned) {
    Map<String, Entry> before = byWorkload.getOrDefault(workloadUid, Map.of());
    Map<String, Entry> now = new HashMap<>();
    Map<String, Revision> revisions = new HashMap<>();
    orphans.forEach(orphan -> read(orphan, false, before, now, revisions));
    owned.forEach(own -> read(own, true, before, now, revisions));
    byWorkload.put(workloadUid, now);
    return revisions;
  }

  private static void read(
      ControllerRevision object,
      boolean owned,
      Map<String, Entry> before,
      Map<String, Entry> now,
      Map<String, Revision> revisions) {
    String version = object.getMetadata().getResourceVersion();
    Entry known = before.get(object.getMetadata().getUid());
    boolean same =
        known != null && known.owned() == owned && known.resourceVersion().equals(version);
    Entry entry =
        known != null && same ? known : new Entry(version, owned, Revision.of(object, owned));
    now.put(object.getMetadata().getUid(), entry);
    entry.revision().ifPresent(revision -> revisions.put(revision.name(), revision));
  }

  /** The workload is gone. */
  void forget(String workloadUid) {
    byWorkload.remove(workloadUid);
  }
}
