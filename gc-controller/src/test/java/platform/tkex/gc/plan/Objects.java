package platform.tkex.gc.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import platform.tkex.gc.model.Keep;
import platform.tkex.gc.model.Leftover.Preload;
import platform.tkex.gc.model.Leftover.Slot;
import platform.tkex.gc.model.Snapshot;
import platform.tkex.gc.model.Source;
import platform.tkex.gc.model.Version;

/** What tests have in a namespace. */
final class Objects {
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private Objects() {}

  /** Version n of a source, made at second n. */
  static Version version(String source, int n) {
    String name = "%s-%010x".formatted(source, n);
    return new Version(name, "uid-" + name, "1", source, Instant.ofEpochSecond(n), n);
  }

  /** Versions from 1 on. */
  static List<Version> versions(String source, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(n -> version(source, n)).toList();
  }

  static Source source(String name, int keep) {
    return new Source(name, "uid-" + name, new Keep(keep, null));
  }

  static Slot slot(String name, String workload, @Nullable String owner) {
    return new Slot(name, "uid-" + name, "1", workload, owner);
  }

  static Preload preload(String name, String workload, Duration age, boolean ended) {
    return new Preload(
        name, "uid-" + name, "1", workload, "uid-" + workload, NOW.minus(age), ended);
  }

  static Snapshot snapshot(List<Version> versions, Source... sources) {
    Map<String, Source> byName = new HashMap<>();
    for (Source source : sources) {
      byName.put(source.name(), source);
    }
    return new Snapshot(NOW, versions, byName, List.of(), List.of(), Map.of(), Set.of());
  }

  /** Leftovers beside workloads of these names. */
  static Snapshot snapshot(List<Slot> slots, List<Preload> preloads, String... workloads) {
    Map<String, String> uids = new HashMap<>();
    for (String workload : workloads) {
      uids.put(workload, "uid-" + workload);
    }
    return new Snapshot(NOW, List.of(), Map.of(), slots, preloads, uids, Set.of());
  }

  /** Names of what a plan deletes, in its order. */
  static List<String> deleted(Plan plan) {
    return plan.actions().stream()
        .map(action ->
            switch (action) {
              case Action.DeleteVersion a -> a.version().name();
              case Action.DeleteSlot a -> a.slot().name();
              case Action.DeletePreload a -> a.pod().name();
            })
        .toList();
  }
}
