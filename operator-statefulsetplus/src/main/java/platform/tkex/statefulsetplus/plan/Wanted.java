package platform.tkex.statefulsetplus.plan;

import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Workload;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.Rollback;

/** Which revision an ordinal is to have: what a lost pod comes back as, and a new one starts as. */
final class Wanted {
  private final Snapshot snapshot;
  private final Workload workload;
  private final Release release;
  private final long old;

  Wanted(Snapshot snapshot, Release release) {
    this.snapshot = snapshot;
    this.workload = snapshot.workload();
    this.release = release;
    old = snapshot.pods().values().stream().filter(this::isOld).count();
  }

  /** Where a pod of this ordinal belongs. */
  String revision(int ordinal) {
    Rollback rollback = release.rollback();
    if (rollback != null) {
      boolean returns = !rollback.ofOneBatch() || rollback.ordinals().contains(ordinal);
      return returns ? rollback.to() : released(ordinal);
    }
    return released(ordinal);
  }

  /**
   * What a pod of this ordinal is created as; null when that revision was deleted by somebody. As
   * in apps/v1 a plain workload does not go without the pod then, but in a release in batches the
   * newest template may be the very one that was rejected.
   */
  @Nullable String created(int ordinal) {
    String revision = returnsOld(ordinal) ? release.current() : revision(ordinal);
    if (exists(revision)) {
      return revision;
    }
    boolean plain = !workload.releasesInBatches() && !release.stopped();
    // it is gone too where nothing new can be kept, as in a namespace that ends
    return plain && exists(snapshot.updateRevision()) ? snapshot.updateRevision() : null;
  }

  /** Pods of it can be made. */
  boolean exists(String revision) {
    return snapshot.revisions().contains(revision);
  }

  /**
   * As apps/v1 has it: without any parameters of the rolling update as many of the lowest ordinals
   * as there are old pods come back old.
   */
  private boolean returnsOld(int ordinal) {
    if (workload.partition() != null || workload.onDelete() || workload.releasesInBatches()) {
      return false;
    }
    return release.rollback() == null && ordinal < workload.start() + old;
  }

  private boolean isOld(PodState pod) {
    return !pod.terminating() && pod.at(release.current());
  }

  private String released(int ordinal) {
    if (workload.releasesInBatches() || release.stopped()) {
      return inBatches(ordinal);
    }
    boolean kept = !workload.onDelete() && ordinal < workload.firstToUpdate();
    return kept ? release.current() : release.target();
  }

  private String inBatches(int ordinal) {
    boolean whole = release.phase() == Release.Phase.COMPLETED || release.first();
    return whole || release.reached(ordinal) ? release.target() : release.base();
  }
}
