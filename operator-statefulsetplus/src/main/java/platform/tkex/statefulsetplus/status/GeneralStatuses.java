package platform.tkex.statefulsetplus.status;

import java.time.Instant;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Objection;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Workload;
import platform.tkex.statefulsetplus.release.Batch;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.Rollback;

/** The one word and the one sentence in which a release is told. */
final class GeneralStatuses {
  private GeneralStatuses() {}

  static GeneralStatus of(Snapshot snapshot, Release release) {
    if (isRefused(snapshot, release)) {
      return GeneralStatus.FAILED;
    }
    if (snapshot.objection() != null && !isUnderWay(release)) {
      return GeneralStatus.PROGRESSING;
    }
    return switch (release.phase()) {
      case COMPLETED -> GeneralStatus.COMPLETED;
      case FAILED -> GeneralStatus.FAILED;
      case ROLLED_BACK -> GeneralStatus.ROLLED_BACK;
      case ROLLING_BACK -> {
        Rollback rollback = release.rollback();
        boolean late = rollback != null && rollback.progress() == Rollback.Progress.FAILED;
        yield late ? GeneralStatus.FAILED : GeneralStatus.ROLLING_BACK;
      }
      case RELEASING -> releasing(snapshot, release);
    };
  }

  /** The spec's template is refused, and no release of an earlier one is still under way. */
  static boolean isRefused(Snapshot snapshot, Release release) {
    Objection objection = snapshot.objection();
    return objection != null
        && !objection.passing()
        && (!isUnderWay(release) || release.target().isEmpty());
  }

  private static boolean isUnderWay(Release release) {
    return release.phase() == Release.Phase.RELEASING
        || release.phase() == Release.Phase.ROLLING_BACK;
  }

  private static GeneralStatus releasing(Snapshot snapshot, Release release) {
    Batch batch = release.currentBatch();
    BatchConfig config = snapshot.workload().batches();
    if (snapshot.workload().paused()) {
      return GeneralStatus.PAUSED;
    }
    if (batch == null || config == null || batch.outcome() != Batch.Outcome.SUCCEEDED) {
      return GeneralStatus.PROGRESSING;
    }
    if (!config.auto() && release.confirmed() < batch.order()) {
      return GeneralStatus.WAITING_FOR_CONFIRMATION;
    }
    Instant ended = batch.endTime();
    boolean waits = ended != null && snapshot.now().isBefore(ended.plus(config.interval()));
    return waits ? GeneralStatus.WAITING_INTERVAL : GeneralStatus.PROGRESSING;
  }

  static String message(GeneralStatus status, Snapshot snapshot, Release release) {
    Objection objection = snapshot.objection();
    if (objection != null) {
      return objection.passing()
          ? "No pod of the new template can be made yet: " + objection.text()
          : "The API server refuses pods of the template: " + objection.text();
    }
    String gone = gone(snapshot, release);
    if (!gone.isEmpty()) {
      return "Somebody deleted revision %s: its pods can neither be made nor returned to it; apply"
              .formatted(gone)
          + " a template to go on";
    }
    Batch batch = release.currentBatch();
    int order = batch == null ? 0 : batch.order();
    String target = release.target();
    return switch (status) {
      case COMPLETED -> "Revision " + target + " is released";
      case PAUSED -> "Paused by annotation" + (order == 0 ? "" : " in batch " + order);
      case WAITING_FOR_CONFIRMATION ->
          "Batch %d succeeded; set platform.tkex/confirm-batch to \"%s/%d\" to go on"
              .formatted(order, target, order);
      case WAITING_INTERVAL ->
          "Batch " + order + " succeeded; the next one starts when the interval is over";
      case ROLLING_BACK, ROLLED_BACK -> rollbackMessage(status, release);
      case FAILED ->
          release.phase() == Release.Phase.FAILED
              ? failed(order, release)
              : rollbackMessage(status, release);
      case PROGRESSING -> progressing(order, snapshot, release);
    };
  }

  private static String failed(int order, Release release) {
    String what =
        release.obstacle().isEmpty()
            ? "Batch %d of %s failed".formatted(order, release.target())
            : "Pods cannot be brought to %s in place: %s"
                .formatted(release.target(), release.obstacle());
    return what + "; retry, roll back, or apply another template";
  }

  /** The revision that pods still need and that is not kept any more; empty when all is there. */
  private static String gone(Snapshot snapshot, Release release) {
    if (release.phase() == Release.Phase.COMPLETED || release.first()) {
      return "";
    }
    Rollback rollback = release.rollback();
    Workload workload = snapshot.workload();
    boolean waits = workload.releasesInBatches() || release.stopped();
    boolean needed =
        rollback != null || (waits && !workload.ordinals().ascending().allMatch(release::reached));
    String revision = rollback == null ? release.base() : rollback.to();
    return needed && !snapshot.revisions().contains(revision) ? revision : "";
  }

  private static String progressing(int order, Snapshot snapshot, Release release) {
    if (snapshot.workload().replicas() == 0) {
      return "There are no replicas; the release neither completes nor fails";
    }
    return order == 0
        ? "Bringing all pods to " + release.target()
        : "Batch " + order + " is being brought to " + release.target();
  }

  private static String rollbackMessage(GeneralStatus status, Release release) {
    Rollback rollback = release.rollback();
    if (rollback == null) {
      return "";
    }
    String what = rollback.ofOneBatch() ? "Batch " + rollback.order() : "All pods";
    return switch (status) {
      case ROLLED_BACK ->
          what + (rollback.ofOneBatch() ? " is" : " are") + " back at " + rollback.to();
      case FAILED -> what + " could not be returned to " + rollback.to() + " in time; still trying";
      default -> what + " to be returned to " + rollback.to();
    };
  }
}
