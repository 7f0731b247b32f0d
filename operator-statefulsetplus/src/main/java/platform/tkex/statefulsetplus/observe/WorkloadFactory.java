package platform.tkex.statefulsetplus.observe;

import io.fabric8.kubernetes.api.model.IntOrString;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.BatchDeployConfig;
import platform.tkex.crds.statefulsetplus.ClaimRetentionPolicy;
import platform.tkex.crds.statefulsetplus.PodManagementPolicy;
import platform.tkex.crds.statefulsetplus.PodUpdatePolicy;
import platform.tkex.crds.statefulsetplus.PodsUpdateMode;
import platform.tkex.crds.statefulsetplus.ResizeFallback;
import platform.tkex.crds.statefulsetplus.RetentionPolicy;
import platform.tkex.crds.statefulsetplus.RollbackScope;
import platform.tkex.crds.statefulsetplus.RollingUpdate;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;
import platform.tkex.crds.statefulsetplus.UpdateStrategy;
import platform.tkex.crds.statefulsetplus.UpdateStrategyType;
import platform.tkex.statefulsetplus.inplace.Changes;
import platform.tkex.statefulsetplus.inplace.Refusals;
import platform.tkex.statefulsetplus.model.Amount;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Commands;
import platform.tkex.statefulsetplus.model.Ways;
import platform.tkex.statefulsetplus.model.Workload;
import platform.tkex.statefulsetplus.revision.GracePeriod;
import platform.tkex.statefulsetplus.revision.PodFactory;
import platform.tkex.statefulsetplus.revision.Revision;

/** Reads spec and annotations; absent fields get the defaults of the schema. */
final class WorkloadFactory {
  private WorkloadFactory() {}

  static Workload workload(StatefulSetPlus object) {
    StatefulSetPlusSpec spec = object.getSpec();
    UpdateStrategy strategy =
        Objects.requireNonNullElseGet(spec.getUpdateStrategy(), UpdateStrategy::new);
    RollingUpdate rolling =
        Objects.requireNonNullElseGet(strategy.getRollingUpdate(), RollingUpdate::new);
    return new Workload(
        object.getMetadata().getNamespace(),
        object.getMetadata().getName(),
        object.getMetadata().getUid(),
        or(spec.getReplicas(), 1),
        spec.getOrdinals() == null ? 0 : or(spec.getOrdinals().getStart(), 0),
        spec.getPodManagementPolicy() == PodManagementPolicy.PARALLEL,
        strategy.getType() == UpdateStrategyType.ON_DELETE,
        strategy.getRollingUpdate() == null ? null : or(rolling.getPartition(), 0),
        amount(rolling.getMaxUnavailable(), Amount.pods(1)),
        Duration.ofSeconds(or(spec.getMinReadySeconds(), 0)),
        or(spec.getRevisionHistoryLimit(), 10),
        PodFactory.claimTemplates(object).stream().map(c -> c.getMetadata().getName()).toList(),
        retention(spec.getPersistentVolumeClaimRetentionPolicy()),
        batches(spec.getBatchDeployConfig()),
        object.getMetadata().getDeletionTimestamp() != null,
        "true".equals(annotations(object).get(Annotations.PAUSE)));
  }

  static Ways ways(
      StatefulSetPlus object, Map<String, Revision> revisions, Refusals refusals, Instant now) {
    UpdateStrategy strategy =
        Objects.requireNonNullElseGet(object.getSpec().getUpdateStrategy(), UpdateStrategy::new);
    ResizeFallback fallback =
        strategy.getInPlace() == null ? null : strategy.getInPlace().getResizeFallback();
    return new Changes(
        Objects.requireNonNullElse(strategy.getPodUpdatePolicy(), PodUpdatePolicy.RECREATE),
        Objects.requireNonNullElse(fallback, ResizeFallback.RECREATE),
        revisions,
        refusals,
        GracePeriod.of(object),
        now);
  }

  static Commands commands(StatefulSetPlus object) {
    Map<String, String> annotations = annotations(object);
    return new Commands(
        annotations.getOrDefault(Annotations.CONFIRM_BATCH, ""),
        annotations.getOrDefault(Annotations.ROLLBACK, ""),
        annotations.getOrDefault(Annotations.ROLLBACK_MODE, ""),
        annotations.getOrDefault(Annotations.ROLLBACK_BATCH, ""),
        annotations.getOrDefault(Annotations.RETRY, ""));
  }

  private static Map<String, String> annotations(StatefulSetPlus object) {
    return Objects.requireNonNullElse(object.getMetadata().getAnnotations(), Map.of());
  }

  private static Workload.ClaimRetention retention(@Nullable ClaimRetentionPolicy policy) {
    return policy == null
        ? new Workload.ClaimRetention(false, false)
        : new Workload.ClaimRetention(
            policy.getWhenDeleted() == RetentionPolicy.DELETE,
            policy.getWhenScaled() == RetentionPolicy.DELETE);
  }

  private static @Nullable BatchConfig batches(@Nullable BatchDeployConfig config) {
    if (config == null) {
      return null;
    }
    RollbackScope scope =
        Objects.requireNonNullElse(config.getRollbackScope(), RollbackScope.BATCH);
    List<IntOrString> sizes = Objects.requireNonNullElse(config.getPodsNumToUpdate(), List.of());
    return new BatchConfig(
        or(config.getBatchNum(), 1),
        Boolean.TRUE.equals(config.getBatchAuto()),
        Duration.ofMinutes(or(config.getBatchIntervalMinutes(), 0)),
        sizes.stream().map(size -> amount(size, Amount.pods(0))).toList(),
        config.getPodsUpdateMode() == PodsUpdateMode.SERIAL,
        amount(config.getMaxUnavailable(), Amount.percentOf(100)),
        Duration.ofSeconds(or(config.getBatchTimeoutSeconds(), 600)),
        amount(config.getFailedPodsTolerance(), Amount.pods(0)),
        BatchConfig.RollbackScope.valueOf(scope.name()));
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  /** The schema allows a whole number or "NN%", nothing else. */
  private static Amount amount(@Nullable IntOrString value, Amount otherwise) {
    if (value == null) {
      return otherwise;
    }
    if (value.getIntVal() != null) {
      return Amount.pods(value.getIntVal());
    }
    String text = value.getStrVal();
    return Amount.percentOf(Integer.parseInt(text.substring(0, text.length() - 1)));
  }
}
