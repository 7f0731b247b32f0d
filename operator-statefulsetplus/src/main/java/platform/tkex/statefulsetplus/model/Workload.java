package platform.tkex.statefulsetplus.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spec of one StatefulSetPlus as the planner sees it.
 *
 * @param claimTemplates names of the volume claim templates
 * @param partition ordinals below {@code start + partition} keep the current revision; null when
 *     the strategy came without parameters
 * @param maxUnavailable of a plain rolling update
 * @param batches null for a plain rolling update
 * @param deleting its deletionTimestamp is set
 * @param paused the pause annotation is "true"
 */
public record Workload(
    String namespace,
    String name,
    String uid,
    int replicas,
    int start,
    boolean parallel,
    boolean onDelete,
    @Nullable Integer partition,
    Amount maxUnavailable,
    Duration minReady,
    int historyLimit,
    List<String> claimTemplates,
    ClaimRetention retention,
    @Nullable BatchConfig batches,
    boolean deleting,
    boolean paused) {

  /** {@code spec.persistentVolumeClaimRetentionPolicy}. */
  public record ClaimRetention(boolean deleteWhenDeleted, boolean deleteWhenScaled) {}

  /** First ordinal that is not part of the workload. */
  public int end() {
    return Math.addExact(start, replicas);
  }

  /** A plain rolling update moves no pod below this ordinal. */
  public long firstToUpdate() {
    return (long) start + (partition == null ? 0 : partition);
  }

  public boolean inRange(int ordinal) {
    return ordinal >= start && ordinal < end();
  }

  public Ordinals ordinals() {
    return Ordinals.range(start, end());
  }

  public String podName(int ordinal) {
    return name + "-" + ordinal;
  }

  /** Batches decide; with OnDelete, or without a plan, everything is as in apps/v1. */
  public boolean releasesInBatches() {
    return batches != null && !onDelete;
  }

  public String claimName(String template, int ordinal) {
    return template + "-" + podName(ordinal);
  }
}
