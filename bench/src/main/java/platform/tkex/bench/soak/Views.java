package platform.tkex.bench.soak;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.Condition;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;

/** What a user reads off a workload; null is one that is not there. */
final class Views {
  private Views() {}

  /** The operator has seen the newest spec. */
  static boolean observed(@Nullable StatefulSetPlus workload) {
    return workload != null
        && Objects.equals(
            status(workload).getObservedGeneration(), workload.getMetadata().getGeneration());
  }

  static boolean is(@Nullable StatefulSetPlus workload, GeneralStatus general) {
    return observed(workload) && release(workload).getGeneralStatus() == general;
  }

  static String target(@Nullable StatefulSetPlus workload) {
    return Objects.requireNonNullElse(release(workload).getTargetRevision(), "");
  }

  static String lastGood(@Nullable StatefulSetPlus workload) {
    return Objects.requireNonNullElse(status(workload).getLastGoodRevision(), "");
  }

  static int batch(@Nullable StatefulSetPlus workload) {
    return Objects.requireNonNullElse(release(workload).getBatchOrder(), 0);
  }

  static int available(@Nullable StatefulSetPlus workload) {
    return Objects.requireNonNullElse(status(workload).getAvailableReplicas(), 0);
  }

  /** Of its spec. */
  static int wanted(StatefulSetPlus workload) {
    return Objects.requireNonNullElse(workload.getSpec().getReplicas(), 1);
  }

  static int replicas(@Nullable StatefulSetPlus workload) {
    return Objects.requireNonNullElse(status(workload).getReplicas(), 0);
  }

  static boolean paused(@Nullable StatefulSetPlus workload) {
    List<Condition> conditions = status(workload).getConditions();
    return conditions != null
        && conditions.stream()
            .anyMatch(c -> "Paused".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  static String brief(@Nullable StatefulSetPlus workload) {
    return workload == null
        ? "it is not there"
        : "generation "
            + workload.getMetadata().getGeneration()
            + " of which "
            + status(workload).getObservedGeneration()
            + " is observed, "
            + release(workload).getGeneralStatus()
            + ", "
            + available(workload)
            + " of "
            + workload.getSpec().getReplicas()
            + " available: "
            + release(workload).getMessage();
  }

  private static StatefulSetPlusStatus status(@Nullable StatefulSetPlus workload) {
    return workload == null || workload.getStatus() == null
        ? new StatefulSetPlusStatus()
        : workload.getStatus();
  }

  private static BatchDeployStatus release(@Nullable StatefulSetPlus workload) {
    return Objects.requireNonNullElseGet(
        status(workload).getBatchDeployStatus(), BatchDeployStatus::new);
  }
}
