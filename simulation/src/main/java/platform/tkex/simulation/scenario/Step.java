package platform.tkex.simulation.scenario;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Resource;

/** Something that somebody or something does to the cluster. */
public sealed interface Step {

  /** A new template. */
  record Apply(String image) implements Step {}

  /** Another number of replicas. */
  record Scale(int replicas) implements Step {}

  /** The annotation that pauses, set or removed. */
  record Pause(boolean paused) implements Step {}

  /** {@code confirm-batch}; with the revision that is being released, or without. */
  record Confirm(int batch, boolean named) implements Step {}

  /**
   * {@code rollback}.
   *
   * @param revision which of those that exist, by age; negative for last-good, -2 for none
   */
  record Rollback(int revision, boolean inBatches) implements Step {}

  /** {@code rollback-batch}. */
  record RollbackBatch(int batch) implements Step {}

  /** {@code retry} of the revision being released. */
  record Retry() implements Step {}

  /** Another plan, or none any more. */
  record EditPlan(@Nullable Plan plan) implements Step {}

  /** OnDelete, or back. */
  record Strategy(boolean onDelete) implements Step {}

  /** Somebody deletes a pod. */
  record DeletePod(int ordinal) implements Step {}

  /** The container of a pod dies and comes back. */
  record CrashPod(int ordinal) implements Step {}

  /** The pod ends for good, as by an eviction of the kubelet. */
  record FailPod(int ordinal) implements Step {}

  /** A node is cut off: its pods run on and nobody hears of them. */
  record LoseNode(int node, Duration time) implements Step {}

  /** Somebody deletes a ControllerRevision. */
  record DeleteRevision(int which) implements Step {}

  /** Somebody takes away a pod's labels, or its owner. */
  record Relabel(int ordinal) implements Step {}

  /** The workload is deleted and applied anew. */
  record Recreate(boolean orphan) implements Step {}

  /** The leader, or the standby, dies. */
  record Kill(boolean leader) implements Step {}

  /** The leader is asked to end. */
  record Terminate() implements Step {}

  /** The leader stands still, as by a long collection of garbage. */
  record Freeze(Duration time) implements Step {}

  /** The leader's wall clock jumps. */
  record SkewClock(Duration by) implements Step {}

  /** The leader's watch of a kind brings nothing for a time. */
  record BlockWatch(Resource kind, Duration time) implements Step {}

  /** The leader's watch of a kind ends, and the log it could go on from is gone. */
  record LoseWatch(Resource kind, Duration time) implements Step {}
}
