package platform.tkex.statefulsetplus.revision;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;

/** Builds the pods and claims of a workload as apps/v1 builds those of a StatefulSet. */
public final class PodFactory {
  /** Label with the name of the revision that a pod runs. */
  public static final String REVISION_LABEL = "controller-revision-hash";

  /** Label with the pod's own name. */
  public static final String POD_NAME_LABEL = "statefulset.kubernetes.io/pod-name";

  /** Label with the pod's ordinal. */
  public static final String POD_INDEX_LABEL = "apps.kubernetes.io/pod-index";

  private PodFactory() {}

  /** The pod of an ordinal, at a revision. */
  public static Pod pod(
      StatefulSetPlus owner, PodTemplateSpec template, String revision, int ordinal) {
    String name = owner.getMetadata().getName() + "-" + ordinal;
    ObjectMeta meta = template.getMetadata() == null ? new ObjectMeta() : template.getMetadata();
    Map<String, String> labels = copy(meta.getLabels());
    labels.putAll(identity(name, ordinal));
    labels.put(REVISION_LABEL, revision);
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(owner.getMetadata().getNamespace())
        .withName(name)
        .withGenerateName(owner.getMetadata().getName() + "-")
        .withLabels(labels)
        .withAnnotations(copy(meta.getAnnotations()))
        .withFinalizers(meta.getFinalizers())
        .withOwnerReferences(controller(owner))
        .endMetadata()
        .withNewSpecLike(template.getSpec())
        .withHostname(name)
        .withSubdomain(owner.getSpec().getServiceName())
        .withVolumes(volumes(owner, template, ordinal))
        .withReadinessGates(GracePeriod.gates(owner, template.getSpec()))
        .endSpec()
        .build();
  }

  /** Labels that make a pod the one of its ordinal. */
  public static Map<String, String> identity(String podName, int ordinal) {
    return Map.of(POD_NAME_LABEL, podName, POD_INDEX_LABEL, Integer.toString(ordinal));
  }

  /** The claim that a template of the workload gives for an ordinal. */
  public static PersistentVolumeClaim claim(StatefulSetPlus owner, String template, int ordinal) {
    PersistentVolumeClaim source =
        claimTemplates(owner).stream()
            .filter(claim -> claim.getMetadata().getName().equals(template))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no claim template " + template));
    Map<String, String> labels = copy(source.getMetadata().getLabels());
    labels.putAll(
        copy(
            Objects.requireNonNull(owner.getSpec().getSelector(), "required by the schema")
                .getMatchLabels()));
    return new PersistentVolumeClaimBuilder()
        .withNewMetadata()
        .withNamespace(owner.getMetadata().getNamespace())
        .withName(claimName(owner, template, ordinal))
        .withLabels(labels)
        .withAnnotations(copy(source.getMetadata().getAnnotations()))
        .endMetadata()
        .withSpec(source.getSpec())
        .build();
  }

  public static List<PersistentVolumeClaim> claimTemplates(StatefulSetPlus owner) {
    return Objects.requireNonNullElse(owner.getSpec().getVolumeClaimTemplates(), List.of());
  }

  /** A controller reference that also blocks the owner's foreground deletion. */
  public static OwnerReference controller(StatefulSetPlus owner) {
    OwnerReference reference = new OwnerReference();
    reference.setApiVersion(owner.getApiVersion());
    reference.setKind(owner.getKind());
    reference.setName(owner.getMetadata().getName());
    reference.setUid(owner.getMetadata().getUid());
    reference.setController(true);
    reference.setBlockOwnerDeletion(true);
    return reference;
  }

  /** Volumes of the template, with those that the claims stand for replaced. */
  private static List<Volume> volumes(
      StatefulSetPlus owner, PodTemplateSpec template, int ordinal) {
    List<Volume> volumes = new ArrayList<>();
    for (PersistentVolumeClaim claim : claimTemplates(owner)) {
      String name = claim.getMetadata().getName();
      volumes.add(
          new VolumeBuilder()
              .withName(name)
              .withNewPersistentVolumeClaim()
              .withClaimName(claimName(owner, name, ordinal))
              .endPersistentVolumeClaim()
              .build());
    }
    Set<String> claimed = volumes.stream().map(Volume::getName).collect(Collectors.toSet());
    template.getSpec().getVolumes().stream()
        .filter(volume -> !claimed.contains(volume.getName()))
        .forEach(volumes::add);
    return volumes;
  }

  private static String claimName(StatefulSetPlus owner, String template, int ordinal) {
    return template + "-" + owner.getMetadata().getName() + "-" + ordinal;
  }

  private static Map<String, String> copy(@Nullable Map<String, String> map) {
    return map == null ? new HashMap<>() : new HashMap<>(map);
  }
}
