package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the user wants of a workload. */
@ValidationRule(
    value =
        "!has(self.selector.matchLabels) || self.selector.matchLabels.all(k, "
            + "has(self.template.metadata) && has(self.template.metadata.labels) && k in "
            + "self.template.metadata.labels && self.template.metadata.labels[k] == "
            + "self.selector.matchLabels[k])",
    message = "must contain the labels of spec.selector.matchLabels",
    messageExpression =
        "'must contain %s (spec.selector.matchLabels); given "
            + "%s'.format([self.selector.matchLabels, has(self.template.metadata) && "
            + "has(self.template.metadata.labels) ? self.template.metadata.labels : {}])",
    fieldPath = ".template.metadata.labels")
@ValidationRule(
    value =
        "!has(self.selector.matchExpressions) || dyn(self.selector.matchExpressions) == "
            + "null || self.selector.matchExpressions.all(e, has(self.template.metadata) && "
            + "has(self.template.metadata.labels) && e.key in self.template.metadata.labels ? "
            + "e.operator == 'Exists' || (e.operator == 'In' && has(e.values) && "
            + "self.template.metadata.labels[e.key] in e.values) || (e.operator == 'NotIn' && "
            + "!(has(e.values) && self.template.metadata.labels[e.key] in e.values)) : "
            + "e.operator in ['NotIn', 'DoesNotExist'])",
    message = "must match spec.selector.matchExpressions",
    messageExpression =
        "'must match %s (spec.selector.matchExpressions); given "
            + "%s'.format([self.selector.matchExpressions.map(e, '%s %s %s'.format([e.key, "
            + "e.operator, has(e.values) ? e.values : []])), has(self.template.metadata) && "
            + "has(self.template.metadata.labels) ? self.template.metadata.labels : {}])",
    fieldPath = ".template.metadata.labels")
@ValidationRule(
    value = "self.selector == oldSelf.selector",
    message =
        "only replicas, ordinals, template, updateStrategy, batchDeployConfig, "
            + "revisionHistoryLimit, persistentVolumeClaimRetentionPolicy and minReadySeconds "
            + "can be changed after creation",
    messageExpression =
        "'only replicas, ordinals, template, updateStrategy, batchDeployConfig, "
            + "revisionHistoryLimit, persistentVolumeClaimRetentionPolicy and minReadySeconds "
            + "can be changed after creation; it is %s %s, "
            + "given %s %s'.format([has(oldSelf.selector.matchLabels) ? "
            + "oldSelf.selector.matchLabels : {}, "
            + "has(oldSelf.selector.matchExpressions) && "
            + "dyn(oldSelf.selector.matchExpressions) != null ? "
            + "oldSelf.selector.matchExpressions.map(e, e.key + ' ' + e.operator) : [], "
            + "has(self.selector.matchLabels) ? "
            + "self.selector.matchLabels : {}, "
            + "has(self.selector.matchExpressions) && "
            + "dyn(self.selector.matchExpressions) != null ? "
            + "self.selector.matchExpressions.map(e, e.key + ' ' + e.operator) : []])",
    fieldPath = ".selector",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "self.serviceName == oldSelf.serviceName",
    message =
        "only replicas, ordinals, template, updateStrategy, batchDeployConfig, "
            + "revisionHistoryLimit, persistentVolumeClaimRetentionPolicy and minReadySeconds "
            + "can be changed after creation",
    messageExpression =
        "'only replicas, ordinals, template, updateStrategy, batchDeployConfig, "
            + "revisionHistoryLimit, persistentVolumeClaimRetentionPolicy and minReadySeconds "
            + "can be changed after creation; it is \"%s\", "
            + "given \"%s\"'.format([oldSelf.serviceName, self.serviceName])",
    fieldPath = ".serviceName",
    reason = "FieldValueForbidden")
@ValidationRule(
    value = "self.podManagementPolicy == oldSelf.podManagementPolicy",
    message =
        "only replicas, ordinals, template, updateStrategy, batchDeployConfig, "
            + "revisionHistoryLimit, persistentVolumeClaimRetentionPolicy and minReadySeconds "
            + "can be changed after creation",
    messageExpression =
        "'only replicas, ordinals, template, updateStrategy, batchDeployConfig, "
            + "revisionHistoryLimit, persistentVolumeClaimRetentionPolicy and minReadySeconds "
            + "can be changed after creation; it is %s, "
            + "given %s'.format([oldSelf.podManagementPolicy, self.podManagementPolicy])",
    fieldPath = ".podManagementPolicy",
    reason = "FieldValueForbidden")
@ValidationRule(
    value =
        "(!has(self.volumeClaimTemplates) || dyn(self.volumeClaimTemplates) == null || "
            + "self.volumeClaimTemplates.size() == 0) ? (!has(oldSelf.volumeClaimTemplates) "
            + "|| dyn(oldSelf.volumeClaimTemplates) == null || "
            + "oldSelf.volumeClaimTemplates.size() == 0) : "
            + "!(!has(oldSelf.volumeClaimTemplates) || dyn(oldSelf.volumeClaimTemplates) == "
            + "null || oldSelf.volumeClaimTemplates.size() == 0) && self.volumeClaimTemplates "
            + "== oldSelf.volumeClaimTemplates",
    message =
        "only replicas, ordinals, template, updateStrategy, batchDeployConfig, "
            + "revisionHistoryLimit, persistentVolumeClaimRetentionPolicy and minReadySeconds "
            + "can be changed after creation",
    messageExpression =
        "'only replicas, ordinals, template, updateStrategy, batchDeployConfig, "
            + "revisionHistoryLimit, persistentVolumeClaimRetentionPolicy and minReadySeconds "
            + "can be changed after creation; they are %s "
            + "with their specs, given %s'.format([has(oldSelf.volumeClaimTemplates) && "
            + "dyn(oldSelf.volumeClaimTemplates) != null ? "
            + "oldSelf.volumeClaimTemplates.map(c, c.metadata.name) : [], "
            + "has(self.volumeClaimTemplates) && "
            + "dyn(self.volumeClaimTemplates) != null ? "
            + "self.volumeClaimTemplates.map(c, c.metadata.name) : []])",
    fieldPath = ".volumeClaimTemplates",
    reason = "FieldValueForbidden")
@ValidationRule(
    value =
        "!has(self.batchDeployConfig) || dyn(self.batchDeployConfig) == null || "
            + "!has(self.updateStrategy.rollingUpdate) || "
            + "self.updateStrategy.rollingUpdate.partition == 0",
    message = "must be 0 when spec.batchDeployConfig is set",
    messageExpression =
        "'%d: must be 0 when spec.batchDeployConfig is "
            + "set'.format([self.updateStrategy.rollingUpdate.partition])",
    fieldPath = ".updateStrategy.rollingUpdate.partition")
@ValidationRule(
    value =
        "!has(self.ordinals) || dyn(self.ordinals) == null || self.ordinals.start + "
            + "self.replicas <= 2147483647",
    message = "start + replicas must be at most 2147483647",
    messageExpression =
        "'start + replicas must be at most 2147483647; given "
            + "%d'.format([self.ordinals.start + self.replicas])",
    fieldPath = ".ordinals.start")
@ValidationRule(
    value =
        "!has(self.updateStrategy.podUpdatePolicy) || self.updateStrategy.podUpdatePolicy != "
            + "'ABSwitch' || (has(self.updateStrategy.abSwitch) ? "
            + "[self.updateStrategy.abSwitch.bizContainer, "
            + "self.updateStrategy.abSwitch.pauseContainer] : ['biz-container', "
            + "'biz-pause']).all(name, self.template.spec.containers.exists(c, c.name == name))",
    message = "must have the containers bizContainer and pauseContainer of updateStrategy.abSwitch",
    messageExpression =
        "'must have the containers %s (bizContainer and pauseContainer of "
            + "updateStrategy.abSwitch); given "
            + "%s'.format([has(self.updateStrategy.abSwitch) ? "
            + "[self.updateStrategy.abSwitch.bizContainer, "
            + "self.updateStrategy.abSwitch.pauseContainer] : ['biz-container', 'biz-pause'], "
            + "self.template.spec.containers.map(c, c.name)])",
    fieldPath = ".template.spec.containers")
@ValidationRule(
    value =
        "!has(self.updateStrategy.podUpdatePolicy) || self.updateStrategy.podUpdatePolicy != "
            + "'ABSwitch' || [has(self.updateStrategy.abSwitch) ? "
            + "self.updateStrategy.abSwitch.sidecarContainer : 'biz-sidecar'].all(name, "
            + "self.template.spec.containers.exists(c, c.name == name) || "
            + "(has(self.template.spec.initContainers) && "
            + "dyn(self.template.spec.initContainers) != null && "
            + "self.template.spec.initContainers.exists(c, c.name == name)))",
    message = "must have the container sidecarContainer of updateStrategy.abSwitch",
    messageExpression =
        "'must have the container %s (sidecarContainer of updateStrategy.abSwitch), here or among "
            + "initContainers; given "
            + "%s'.format([has(self.updateStrategy.abSwitch) ? "
            + "self.updateStrategy.abSwitch.sidecarContainer : 'biz-sidecar', "
            + "self.template.spec.containers.map(c, c.name)])",
    fieldPath = ".template.spec.containers")
@JsonInclude(JsonInclude.Include.NON_NULL)
public class StatefulSetPlusSpec {
  @JsonPropertyDescription("Number of pods.")
  @SpecReplicas
  @Default("1")
  @Min(0)
  @Max(Integer.MAX_VALUE)
  private @Nullable Integer replicas;

  @JsonPropertyDescription(
      "Which pods belong to the workload. Not empty, must match the labels of the "
          + "template, cannot be changed after creation.")
  @Required
  private @Nullable LabelSelector selector;

  @JsonPropertyDescription(
      "Name of the headless Service that gives the pods their stable host names "
          + "(pod.serviceName.namespace.svc). Cannot be changed after creation.")
  @Size(max = 63)
  @Pattern("^([a-z0-9]([-a-z0-9]*[a-z0-9])?)?$")
  private @Nullable String serviceName;

  @JsonPropertyDescription(
      "What every pod looks like: a pod template as in apps/v1. A change of it is a "
          + "release. The schema here checks only a part; the controller has the API server "
          + "check the whole pod before it moves any.")
  @Required
  private @Nullable PodTemplateSpec template;

  @JsonPropertyDescription(
      "Claims that every pod gets of its own, named <template>-<pod>; a pod keeps its "
          + "claims over restarts and updates. Cannot be changed after creation.")
  @Size(max = 64)
  private @Nullable List<PersistentVolumeClaim> volumeClaimTemplates;

  @JsonPropertyDescription(
      "OrderedReady creates and scales one pod after another, Parallel all at once. "
          + "It does not order updates: inside a batch podsUpdateMode does. Cannot be "
          + "changed after creation.")
  @Default("OrderedReady")
  private @Nullable PodManagementPolicy podManagementPolicy;

  @JsonPropertyDescription(
      "How many revisions that no pod and no release uses are kept for rollback.")
  @Default("10")
  @Min(0)
  @Max(Integer.MAX_VALUE)
  private @Nullable Integer revisionHistoryLimit;

  @JsonPropertyDescription(
      "Seconds a pod must be ready without a break before it counts as available.")
  @Default("0")
  @Min(0)
  @Max(Integer.MAX_VALUE)
  private @Nullable Integer minReadySeconds;

  @JsonPropertyDescription("Numbering of the pods. Absent: from 0.")
  private @Nullable Ordinals ordinals;

  @JsonPropertyDescription("What becomes of the claims made from volumeClaimTemplates.")
  @Default("{}")
  private @Nullable ClaimRetentionPolicy persistentVolumeClaimRetentionPolicy;

  @JsonPropertyDescription("When and how pods are brought to a new template.")
  @Default("{\"type\":\"RollingUpdate\",\"rollingUpdate\":{\"partition\":0}}")
  private @Nullable UpdateStrategy updateStrategy;

  @JsonPropertyDescription("Releases a new template in batches. Absent: a plain rolling update.")
  private @Nullable BatchDeployConfig batchDeployConfig;

  public @Nullable Integer getReplicas() {
    return replicas;
  }

  public void setReplicas(@Nullable Integer replicas) {
    this.replicas = replicas;
  }

  public @Nullable LabelSelector getSelector() {
    return selector;
  }

  public void setSelector(@Nullable LabelSelector selector) {
    this.selector = selector;
  }

  public @Nullable String getServiceName() {
    return serviceName;
  }

  public void setServiceName(@Nullable String serviceName) {
    this.serviceName = serviceName;
  }

  public @Nullable PodTemplateSpec getTemplate() {
    return template;
  }

  public void setTemplate(@Nullable PodTemplateSpec template) {
    this.template = template;
  }

  public @Nullable List<PersistentVolumeClaim> getVolumeClaimTemplates() {
    return volumeClaimTemplates;
  }

  public void setVolumeClaimTemplates(@Nullable List<PersistentVolumeClaim> volumeClaimTemplates) {
    this.volumeClaimTemplates = volumeClaimTemplates;
  }

  public @Nullable PodManagementPolicy getPodManagementPolicy() {
    return podManagementPolicy;
  }

  public void setPodManagementPolicy(@Nullable PodManagementPolicy podManagementPolicy) {
    this.podManagementPolicy = podManagementPolicy;
  }

  public @Nullable Integer getRevisionHistoryLimit() {
    return revisionHistoryLimit;
  }

  public void setRevisionHistoryLimit(@Nullable Integer revisionHistoryLimit) {
    this.revisionHistoryLimit = revisionHistoryLimit;
  }

  public @Nullable Integer getMinReadySeconds() {
    return minReadySeconds;
  }

  public void setMinReadySeconds(@Nullable Integer minReadySeconds) {
    this.minReadySeconds = minReadySeconds;
  }

  public @Nullable Ordinals getOrdinals() {
    return ordinals;
  }

  public void setOrdinals(@Nullable Ordinals ordinals) {
    this.ordinals = ordinals;
  }

  public @Nullable ClaimRetentionPolicy getPersistentVolumeClaimRetentionPolicy() {
    return persistentVolumeClaimRetentionPolicy;
  }

  public void setPersistentVolumeClaimRetentionPolicy(
      @Nullable ClaimRetentionPolicy persistentVolumeClaimRetentionPolicy) {
    this.persistentVolumeClaimRetentionPolicy = persistentVolumeClaimRetentionPolicy;
  }

  public @Nullable UpdateStrategy getUpdateStrategy() {
    return updateStrategy;
  }

  public void setUpdateStrategy(@Nullable UpdateStrategy updateStrategy) {
    this.updateStrategy = updateStrategy;
  }

  public @Nullable BatchDeployConfig getBatchDeployConfig() {
    return batchDeployConfig;
  }

  public void setBatchDeployConfig(@Nullable BatchDeployConfig batchDeployConfig) {
    this.batchDeployConfig = batchDeployConfig;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StatefulSetPlusSpec that
        && Objects.equals(replicas, that.replicas)
        && Objects.equals(selector, that.selector)
        && Objects.equals(serviceName, that.serviceName)
        && Objects.equals(template, that.template)
        && Objects.equals(volumeClaimTemplates, that.volumeClaimTemplates)
        && Objects.equals(podManagementPolicy, that.podManagementPolicy)
        && Objects.equals(revisionHistoryLimit, that.revisionHistoryLimit)
        && Objects.equals(minReadySeconds, that.minReadySeconds)
        && Objects.equals(ordinals, that.ordinals)
        && Objects.equals(
            persistentVolumeClaimRetentionPolicy, that.persistentVolumeClaimRetentionPolicy)
        && Objects.equals(updateStrategy, that.updateStrategy)
        && Objects.equals(batchDeployConfig, that.batchDeployConfig);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        replicas,
        selector,
        serviceName,
        template,
        volumeClaimTemplates,
        podManagementPolicy,
        revisionHistoryLimit,
        minReadySeconds,
        ordinals,
        persistentVolumeClaimRetentionPolicy,
        updateStrategy,
        batchDeployConfig);
  }
}
