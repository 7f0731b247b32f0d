package platform.tkex.statefulsetplus;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How long a workload whose writes fail waits until it tries again: a second, then twice as long
 * each time. What is in its way (a full quota, a webhook) makes no event when it goes, so the
 * longest wait is what a person waits for who has just put it right.
 */
final class Patience {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final int DOUBLINGS = 3;

  /** Failures in a row, by workload UID. */
  private final Map<String, Integer> failures = new ConcurrentHashMap<>();

  /**
   * Time until the next try, after one more failure.
   *
   * @param due when something is to be decided whatever fails, such as a deadline; it is not kept
   *     waiting
   */
  Duration afterFailure(String uid, Optional<Duration> due) {
    int before = failures.merge(uid, 1, Integer::sum) - 1;
    Duration patient = FIRST.multipliedBy(1L << Math.min(before, DOUBLINGS));
    return due.filter(soon -> soon.compareTo(patient) < 0).orElse(patient);
  }

  /** All went well, or the workload is gone. */
  void reset(String uid) {
    failures.remove(uid);
  }
}
