package platform.tkex.crds.statefulsetplus;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the user wants of a workload. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public class StatefulSetPlusSpec {
  @JsonPropertyDescription("Number of pods.")
  @SpecReplicas
  @Default("1")
  @Min(0)
  private @Nullable Integer replicas;

  @JsonPropertyDescription(
      "Which pods belong to the workload; must match the labels of the template; " + "immutable.")
  @Required
  private @Nullable LabelSelector selector;

  @JsonPropertyDescription(
      "Name of the headless service that gives the pods their host names; immutable.")
  @Default("")
  private @Nullable String serviceName;

  @JsonPropertyDescription("What every pod looks like.")
  @Required
  private @Nullable PodTemplateSpec template;

  @JsonPropertyDescription("Claims that every pod gets of its own; immutable.")
  private @Nullable List<PersistentVolumeClaim> volumeClaimTemplates;

  @JsonPropertyDescription(
      "OrderedReady creates and scales one pod after another, Parallel all at once; "
          + "immutable.")
  @Default("OrderedReady")
  private @Nullable PodManagementPolicy podManagementPolicy;

  @JsonPropertyDescription("How many revisions that nothing uses are kept.")
  @Default("10")
  @Min(0)
  private @Nullable Integer revisionHistoryLimit;

  @JsonPropertyDescription("Seconds a pod must be ready without a break to count as available.")
  @Default("0")
  @Min(0)
  private @Nullable Integer minReadySeconds;

  @JsonPropertyDescription("Numbering of the pods.")
  private @Nullable Ordinals ordinals;

  @JsonPropertyDescription("What becomes of the claims.")
  private @Nullable ClaimRetentionPolicy persistentVolumeClaimRetentionPolicy;

  @JsonPropertyDescription("When and how pods are brought to a new template.")
  private @Nullable UpdateStrategy updateStrategy;

  @JsonPropertyDescription("Releases a new template in batches; absent: a plain rolling update.")
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
