package platform.tkex.gc.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import platform.tkex.gc.model.Leftover;
import platform.tkex.gc.model.Leftover.Preload;
import platform.tkex.gc.model.Leftover.Slot;
import platform.tkex.gc.model.Snapshot;
import platform.tkex.gc.model.Source;
import platform.tkex.gc.model.Version;

/**
 * Decides what goes.
 *
 * <p>It is asked twice in a pass: with what the caches show, which costs nothing, and, if that
 * leaves anything to delete, with what the API server says. A cache that lags shows older versions
 * as the newest ones. What is beyond these is beyond the newer ones too, unless somebody deleted
 * some of them; so the second answer counts.
 *
 * @param keep versions of each source, unless the source says otherwise
 */
public record Planner(int keep) {

  /** So many at once, for the longer they take the older is what is known of who uses them. */
  static final int MOST_AT_ONCE = 500;

  /** A pull may be slow, and a pod that ended is still of use to whoever wants to know why. */
  static final Duration PRELOAD_LIVES = Duration.ofHours(1);

  /** What goes unless something refers to it. */
  public Candidates candidates(Snapshot snapshot) {
    List<Version> surplus =
        snapshot.versions().stream()
            .collect(Collectors.groupingBy(Version::source))
            .values()
            .stream()
            .flatMap(versions -> surplus(versions, snapshot))
            .sorted(Version.NEWEST_FIRST.reversed())
            .toList();
    List<Slot> slots =
        snapshot.slots().stream().filter(slot -> isOrphaned(slot, snapshot)).toList();
    List<Preload> preloads =
        snapshot.preloads().stream()
            .filter(pod -> isOrphaned(pod, snapshot) || isOfNoUse(pod, snapshot))
            .toList();
    return new Candidates(surplus, slots, preloads);
  }

  private Stream<Version> surplus(Collection<Version> ofOneSource, Snapshot snapshot) {
    Source source = snapshot.sources().get(ofOneSource.iterator().next().source());
    int kept = source == null ? keep : source.keep().count();
    return ofOneSource.stream().sorted(Version.NEWEST_FIRST).skip(kept);
  }

  /**
   * What goes now.
   *
   * @param inUse names of ConfigMaps that something refers to
   */
  public Plan plan(Snapshot snapshot, Set<String> inUse) {
    Candidates free = candidates(snapshot).without(inUse);
    List<Action> actions = new ArrayList<>();
    free.versions().forEach(version -> actions.add(new Action.DeleteVersion(version)));
    for (Slot slot : free.slots()) {
      if (snapshot.overdue().contains(slot.uid())) {
        actions.add(new Action.DeleteSlot(slot));
      }
    }
    for (Preload pod : free.preloads()) {
      boolean overdue = snapshot.overdue().contains(pod.uid());
      if (overdue || isOfNoUse(pod, snapshot)) {
        actions.add(new Action.DeletePreload(pod, overdue));
      }
    }
    return actions.size() <= MOST_AT_ONCE
        ? new Plan(List.copyOf(actions), false)
        : new Plan(List.copyOf(actions.subList(0, MOST_AT_ONCE)), true);
  }

  /** UIDs of leftovers whose workload is gone. */
  public static Set<String> orphans(Snapshot snapshot) {
    return Stream.concat(snapshot.slots().stream(), snapshot.preloads().stream())
        .filter(leftover -> isOrphaned(leftover, snapshot))
        .map(Leftover::uid)
        .collect(Collectors.toSet());
  }

  /** A workload that was made again under the name of another one is not the owner. */
  private static boolean isOrphaned(Leftover leftover, Snapshot snapshot) {
    return leftover.owner() == null
        ? !snapshot.workloads().containsKey(leftover.workload())
        : !snapshot.workloads().containsValue(leftover.owner());
  }

  private static boolean isOfNoUse(Preload pod, Snapshot snapshot) {
    return pod.ended() && pod.created().plus(PRELOAD_LIVES).isBefore(snapshot.now());
  }
}
