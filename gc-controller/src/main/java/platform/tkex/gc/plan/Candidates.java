package platform.tkex.gc.plan;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import platform.tkex.gc.model.Leftover;
import platform.tkex.gc.model.Leftover.Preload;
import platform.tkex.gc.model.Leftover.Slot;
import platform.tkex.gc.model.Version;

/**
 * What goes unless something refers to it.
 *
 * @param versions beyond what is kept of their source, the oldest first
 * @param slots of workloads that are gone
 * @param preloads of workloads that are gone, or of no use any more
 */
public record Candidates(List<Version> versions, List<Slot> slots, List<Preload> preloads) {

  public boolean isEmpty() {
    return versions.isEmpty() && slots.isEmpty() && preloads.isEmpty();
  }

  /** Names of those ConfigMaps that something may refer to. */
  public Set<String> names() {
    return Stream.concat(versions.stream().map(Version::name), slots.stream().map(Leftover::name))
        .collect(Collectors.toSet());
  }

  /** Names of the sources of the versions. */
  public Set<String> sources() {
    return versions.stream().map(Version::source).collect(Collectors.toSet());
  }

  /** Versions of no more than so many sources, and all leftovers. */
  public Candidates ofSources(int most) {
    Set<String> first =
        versions.stream().map(Version::source).distinct().limit(most).collect(Collectors.toSet());
    return new Candidates(
        versions.stream().filter(version -> first.contains(version.source())).toList(),
        slots,
        preloads);
  }

  /** All but the ConfigMaps of these names. */
  public Candidates without(Set<String> names) {
    Predicate<String> stays = name -> !names.contains(name);
    return new Candidates(
        versions.stream().filter(version -> stays.test(version.name())).toList(),
        slots.stream().filter(slot -> stays.test(slot.name())).toList(),
        preloads);
  }
}
