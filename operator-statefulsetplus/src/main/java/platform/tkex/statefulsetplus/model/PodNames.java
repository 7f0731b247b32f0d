package platform.tkex.statefulsetplus.model;

import java.util.OptionalInt;

/** Names of a workload's pods; read for every pod in every pass. */
public final class PodNames {
  /** An int has no more; the schema allows them all. */
  private static final int MAX_DIGITS = 10;

  private PodNames() {}

  /** Ordinal in a pod's name; empty when it is not {@code <workload>-<number>}. */
  public static OptionalInt ordinal(String workload, String podName) {
    int first = workload.length() + 1;
    int digits = podName.length() - first;
    if (digits < 1
        || digits > MAX_DIGITS
        || !podName.startsWith(workload)
        || podName.charAt(first - 1) != '-'
        || (digits > 1 && podName.charAt(first) == '0')) {
      return OptionalInt.empty();
    }
    long ordinal = 0;
    for (int i = first; i < podName.length(); i++) {
      char digit = podName.charAt(i);
      if (digit < '0' || digit > '9') {
        return OptionalInt.empty();
      }
      ordinal = 10 * ordinal + digit - '0';
    }
    return ordinal <= Integer.MAX_VALUE ? OptionalInt.of((int) ordinal) : OptionalInt.empty();
  }
}
