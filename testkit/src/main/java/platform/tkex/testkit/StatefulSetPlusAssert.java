package platform.tkex.testkit;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.Condition;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.BatchStatus;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.OrderProgress;
import platform.tkex.crds.statefulsetplus.ReleaseAction;
import platform.tkex.crds.statefulsetplus.RollbackStage;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;

/** Asserts on a StatefulSetPlus as the API server returned it; every failure prints the status. */
public final class StatefulSetPlusAssert
    extends AbstractAssert<StatefulSetPlusAssert, @Nullable StatefulSetPlus> {

  StatefulSetPlusAssert(@Nullable StatefulSetPlus actual) {
    super(actual, StatefulSetPlusAssert.class);
  }

  /** The controller has seen the newest spec. */
  public StatefulSetPlusAssert isObserved() {
    return has(
        "observedGeneration",
        object().getMetadata().getGeneration(),
        status().getObservedGeneration());
  }

  public StatefulSetPlusAssert hasCondition(String type, boolean wanted) {
    return has("condition " + type, wanted ? "True" : "False", condition(type).getStatus());
  }

  public StatefulSetPlusAssert hasCondition(String type, boolean wanted, String reason) {
    hasCondition(type, wanted);
    return has("reason of condition " + type, reason, condition(type).getReason());
  }

  public StatefulSetPlusAssert hasGeneralStatus(GeneralStatus wanted) {
    return has("generalStatus", wanted, release().getGeneralStatus());
  }

  public StatefulSetPlusAssert hasAction(ReleaseAction wanted) {
    return has("action", wanted, release().getAction());
  }

  /** The current batch: its number, lowest ordinal and number of pods. */
  public StatefulSetPlusAssert hasBatch(int order, int ordinal, int replicas) {
    has("batchOrder", order, release().getBatchOrder());
    has("batchOrdinal", ordinal, release().getBatchOrdinal());
    return has("batchReplicas", replicas, release().getBatchReplicas());
  }

  public StatefulSetPlusAssert hasBatchOrder(int order) {
    return has("batchOrder", order, release().getBatchOrder());
  }

  public StatefulSetPlusAssert hasOrderProgress(OrderProgress wanted) {
    return has("currentOrderProgress", wanted, release().getCurrentOrderProgress());
  }

  public StatefulSetPlusAssert hasRollbackProgress(RollbackStage wanted) {
    return has("currentRollbackProgress", wanted, release().getCurrentRollbackProgress());
  }

  /** The whole release is complete, in every field that tells it. */
  public StatefulSetPlusAssert hasCompletedItsRelease() {
    hasGeneralStatus(GeneralStatus.COMPLETED);
    has("action", ReleaseAction.COMPLETED, release().getAction());
    has("currentDeployComplete", true, release().getCurrentDeployComplete());
    return has("lastGoodRevision", status().getUpdateRevision(), status().getLastGoodRevision());
  }

  /** Sizes of all batches of the plan, first to last. */
  public StatefulSetPlusAssert hasBatchSizes(Integer... sizes) {
    return has(
        "sizes of batches",
        List.of(sizes),
        batches().stream().map(b -> Objects.requireNonNullElse(b.getReplicas(), 0)).toList());
  }

  public StatefulSetPlusAssert hasOutcome(int order, BatchOutcome wanted) {
    Optional<BatchStatus> batch =
        batches().stream().filter(b -> Objects.equals(b.getOrder(), order)).findFirst();
    return has(
        "outcome of batch " + order, wanted, batch.map(BatchStatus::getOutcome).orElse(null));
  }

  public StatefulSetPlusAssert hasReadyReplicas(int wanted) {
    return has("readyReplicas", wanted, status().getReadyReplicas());
  }

  public StatefulSetPlusAssert hasUpdatedReplicas(int wanted) {
    return has("updatedReplicas", wanted, status().getUpdatedReplicas());
  }

  public StatefulSetPlusAssert hasLastGoodRevision(String wanted) {
    return has("lastGoodRevision", wanted, status().getLastGoodRevision());
  }

  public StatefulSetPlusAssert hasFailedRevision(String wanted) {
    return has(
        "failedRevision", wanted, Objects.requireNonNullElse(status().getFailedRevision(), ""));
  }

  private StatefulSetPlusAssert has(String what, @Nullable Object wanted, @Nullable Object found) {
    if (!Objects.equals(wanted, found)) {
      failWithMessage(
          "expected %s %s, but it is %s in %s",
          what, wanted, found, Serialization.asYaml(status()));
    }
    return this;
  }

  private StatefulSetPlus object() {
    if (actual == null) {
      throw failure("expected a StatefulSetPlus, but there is none");
    }
    return actual;
  }

  private StatefulSetPlusStatus status() {
    StatefulSetPlusStatus status = object().getStatus();
    return status == null ? new StatefulSetPlusStatus() : status;
  }

  private BatchDeployStatus release() {
    return Objects.requireNonNullElseGet(status().getBatchDeployStatus(), BatchDeployStatus::new);
  }

  private List<BatchStatus> batches() {
    return Objects.requireNonNullElse(release().getBatches(), List.of());
  }

  private Condition condition(String type) {
    return Objects.requireNonNullElse(status().getConditions(), List.<Condition>of()).stream()
        .filter(c -> type.equals(c.getType()))
        .findFirst()
        .orElseGet(Condition::new);
  }
}
