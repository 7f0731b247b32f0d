package platform.tkex.statefulsetplus.model;

import java.time.Duration;
import java.util.List;

/**
 * {@code spec.batchDeployConfig}, validated and with its defaults.
 *
 * @param sizes of the first batches, at most {@code batchNum} of them
 * @param maxUnavailable of a batch's pods
 * @param tolerance of a batch's pods
 */
public record BatchConfig(
    int batchNum,
    boolean auto,
    Duration interval,
    List<Amount> sizes,
    boolean serial,
    Amount maxUnavailable,
    Duration timeout,
    Amount tolerance,
    RollbackScope rollbackScope) {

  /** What a failed batch does. */
  public enum RollbackScope {
    BATCH,
    ALL,
    NONE
  }

  /** So many pods of a batch of {@code size} may be down at once; at least one. */
  public int budget(int size) {
    return serial ? 1 : Math.max(1, maxUnavailable.roundedDown(size));
  }

  /** So many pods of a batch of {@code size} may fail. */
  public int tolerated(int size) {
    return tolerance.roundedDown(size);
  }
}
