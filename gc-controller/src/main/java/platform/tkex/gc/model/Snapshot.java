package platform.tkex.gc.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import platform.tkex.gc.model.Leftover.Preload;
import platform.tkex.gc.model.Leftover.Slot;

/**
 * What there is in a namespace.
 *
 * @param sources by name
 * @param workloads UIDs of StatefulSetPluses by name
 * @param overdue UIDs of leftovers whose workload has been gone for so long that they may go too
 */
public record Snapshot(
    Instant now,
    List<Version> versions,
    Map<String, Source> sources,
    List<Slot> slots,
    List<Preload> preloads,
    Map<String, String> workloads,
    Set<String> overdue) {

  /** Whether there is nothing that this controller may ever have to do with. */
  public boolean isEmpty() {
    return versions.isEmpty() && sources.isEmpty() && slots.isEmpty() && preloads.isEmpty();
  }

  /** The same, where these may go. */
  public Snapshot overdue(Set<String> uids) {
    return new Snapshot(now, versions, sources, slots, preloads, workloads, uids);
  }
}
