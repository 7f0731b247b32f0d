package platform.tkex.common.leader;

import java.time.Duration;

/**
 * How long a lease lasts and how it is kept.
 *
 * @param leaseDuration a standby waits so long, by its own clock, since it last saw the lease
 *     change
 * @param renewDeadline the leader gives up when it could not renew for so long; the rest up to
 *     {@code leaseDuration} is for writes that are still under way
 * @param retryPeriod between two tries to get or renew the lease
 */
public record LeaseTimes(Duration leaseDuration, Duration renewDeadline, Duration retryPeriod) {

  /** What kube-controller-manager uses: 15, 10 and 2 seconds. */
  public static final LeaseTimes DEFAULT =
      new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2));

  public LeaseTimes {
    if (leaseDuration.compareTo(renewDeadline) <= 0) {
      throw new IllegalArgumentException(
          "lease duration ("
              + leaseDuration
              + ") must exceed renew deadline ("
              + renewDeadline
              + ")");
    }
    // client-go's rule: the deadline must allow more than one jittered retry
    if (renewDeadline.compareTo(retryPeriod.multipliedBy(6).dividedBy(5)) <= 0) {
      throw new IllegalArgumentException(
          "renew deadline ("
              + renewDeadline
              + ") must exceed 1.2 x retry period ("
              + retryPeriod
              + ")");
    }
    if (leaseDuration.toSeconds() < 1 || !retryPeriod.isPositive()) {
      throw new IllegalArgumentException(
          "lease duration must be at least 1 s and retry period positive, were: "
              + leaseDuration
              + ", "
              + retryPeriod);
    }
  }

  /** Time-out of one request for the lease: a lost one must leave time for another. */
  public Duration requestTimeout() {
    Duration half = renewDeadline.dividedBy(2);
    return half.compareTo(Duration.ofSeconds(5)) > 0 ? Duration.ofSeconds(5) : half;
  }
}
