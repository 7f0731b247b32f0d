package platform.tkex.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What must hold at the end; each method adds to the list of what does not. */
final class Bounds {
  /** A collection leaves something different each time; so much is no leak. */
  private static final double HEAP_FACTOR = 1.3;

  private static final long HEAP_SLACK = 16L << 20;

  /** Pools may not have reached their size when all was first quiet. */
  private static final int MORE_THREADS = 8;

  private final List<String> broken = new ArrayList<>();

  List<String> broken() {
    return List.copyOf(broken);
  }

  void add(List<String> failures) {
    broken.addAll(failures);
  }

  /** Before the first release, and when all was quiet again. */
  void nothingGrew(Vitals before, Vitals after) {
    require(
        after.heap() <= before.heap() * HEAP_FACTOR + HEAP_SLACK,
        "the heap grew from %s to %s MiB".formatted(mib(before.heap()), mib(after.heap())));
    require(
        after.threads() <= before.threads() + MORE_THREADS,
        "threads grew from %d to %d".formatted(before.threads(), after.threads()));
    require(
        after.watches() <= before.watches(),
        "watches grew from %d to %d".formatted(before.watches(), after.watches()));
  }

  /** By key of the workload, its ControllerRevisions. */
  void revisionsAreBounded(Map<String, Integer> revisions, int orphans, int mostEach) {
    revisions.forEach((workload, count) ->
        require(
            count <= mostEach,
            "%s has %d ControllerRevisions, allowed are %d".formatted(workload, count, mostEach)));
    require(orphans == 0, "%d ControllerRevisions have no living owner".formatted(orphans));
  }

  void podsAreAsWanted(int pods, int wanted) {
    require(pods == wanted, "there are %d pods, wanted are %d".formatted(pods, wanted));
  }

  /**
   * @param counted {@code stsplus_decisions_total} by reason
   */
  void countersAgree(Ledger ledger, Map<String, Long> counted) {
    for (String reason : Ledger.CAUSED) {
      long count = counted.getOrDefault(reason, 0L);
      require(
          ledger.expected(reason).contains(count),
          "%s: users caused %s, the operator counted %d"
              .formatted(reason, ledger.expected(reason), count));
    }
    for (String reason : Ledger.NEVER) {
      long count = counted.getOrDefault(reason, 0L);
      require(
          count == 0, "%s: nobody caused one, the operator counted %d".formatted(reason, count));
    }
  }

  /**
   * @param dropped {@code events_dropped_total}
   */
  void eventsAgree(Map<String, Long> counted, Map<String, Long> told, long dropped) {
    TreeSet<String> reasons = new TreeSet<>(counted.keySet());
    reasons.addAll(told.keySet());
    for (String reason : reasons) {
      long count = counted.getOrDefault(reason, 0L);
      long events = told.getOrDefault(reason, 0L);
      require(
          events <= count && events >= count - dropped,
          "%s: counted %d, told by Events %d, dropped in all %d"
              .formatted(reason, count, events, dropped));
    }
  }

  /**
   * @param lines of the log while idle
   * @param writes while idle
   */
  void idleIsQuiet(List<String> lines, long writes) {
    require(
        lines.isEmpty(),
        "%d lines of log while nothing happened, such as: %s"
            .formatted(lines.size(), lines.isEmpty() ? "" : lines.getFirst()));
    require(writes == 0, "%d writes while nothing happened".formatted(writes));
  }

  void noErrors(List<String> errors) {
    require(
        errors.isEmpty(),
        "%d errors in the log, such as: %s"
            .formatted(errors.size(), errors.isEmpty() ? "" : errors.getFirst()));
  }

  void lives(boolean alive) {
    require(alive, "the operator has ended");
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      broken.add(otherwise);
    }
  }

  private static String mib(long bytes) {
    return String.format(Locale.ROOT, "%.1f", bytes / 1048576.0);
  }
}
