package platform.tkex.statefulsetplus.plan;

import platform.tkex.statefulsetplus.model.Workload;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.Rollback;

/** Which revision an ordinal is to have: what a lost pod comes back as, and a new one starts as. */
final class Wanted {
  private final Workload workload;
  private final Release release;

  Wanted(Workload workload, Release release) {
    this.workload = workload;
    this.release = release;
  }

  String revision(int ordinal) {
    Rollback rollback = release.rollback();
    if (rollback != null) {
      boolean returns = !rollback.ofOneBatch() || rollback.ordinals().contains(ordinal);
      return returns ? rollback.to() : released(ordinal);
    }
    return released(ordinal);
  }

  private String released(int ordinal) {
    if (workload.releasesInBatches()) {
      return inBatches(ordinal);
    }
    boolean kept = !workload.onDelete() && ordinal < (long) workload.start() + workload.partition();
    return kept ? release.current() : release.target();
  }

  private String inBatches(int ordinal) {
    boolean whole = release.phase() == Release.Phase.COMPLETED || release.first();
    return whole || release.reached(ordinal) ? release.target() : release.base();
  }
}
