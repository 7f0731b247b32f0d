package platform.tkex.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the users did, and so what the operator must have told: by reason of an Event, the least and
 * the most. Thread-safe.
 */
final class Ledger {
  /** Reasons that a user causes in a number that he knows; anything else just happens. */
  static final List<String> CAUSED =
      List.of(
          "ReleaseStarted",
          "ReleaseCompleted",
          "BatchFailed",
          "BatchConfirmed",
          "RollbackStarted",
          "RollbackSucceeded",
          "ReleasePaused",
          "ReleaseResumed");

  /** Reasons that nothing here may cause; a rollback may be late on a busy machine. */
  static final List<String> NEVER = List.of("CommandIgnored", "InvalidTemplate", "FailedDelete");

  /** Between two whole numbers, both included. */
  record Range(long least, long most) {
    Range plus(long moreAtLeast, long moreAtMost) {
      return new Range(least + moreAtLeast, most + moreAtMost);
    }

    boolean contains(long number) {
      return least <= number && number <= most;
    }

    @Override
    public String toString() {
      return least == most ? Long.toString(least) : least + " to " + most;
    }
  }

  private final Map<String, Range> expected = new TreeMap<>();
  private final Map<String, Integer> steps = new TreeMap<>();
  private final List<String> failures = new ArrayList<>();

  /** A step whose Events are these, once each, came to its end. */
  synchronized void done(String step, String... reasons) {
    steps.merge(step, 1, Integer::sum);
    for (String reason : reasons) {
      expect(reason, 1, 1);
    }
  }

  synchronized void expect(String reason, int least, int most) {
    expected.merge(reason, new Range(least, most), (a, b) -> a.plus(b.least(), b.most()));
  }

  /** What did not end as it must. */
  synchronized void failed(String what) {
    failures.add(what);
  }

  synchronized Range expected(String reason) {
    return expected.getOrDefault(reason, new Range(0, 0));
  }

  synchronized Map<String, Integer> steps() {
    return new TreeMap<>(steps);
  }

  synchronized int total() {
    return steps.values().stream().mapToInt(Integer::intValue).sum();
  }

  synchronized List<String> failures() {
    return List.copyOf(failures);
  }
}
