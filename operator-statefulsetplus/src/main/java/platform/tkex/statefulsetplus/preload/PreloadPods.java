package platform.tkex.statefulsetplus.preload;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;

/**
 * Builds the pods that pull.
 *
 * <p>A container of the very image with a command that no image has: the kubelet pulls, makes the
 * container, and fails to start it, which is all that is wanted. So nothing of the image ever runs,
 * whatever is in it, and no image of ours is needed beside it (as it would be to mount the image as
 * a volume, which not every node can do either).
 */
public final class PreloadPods {
  static final String CONTAINER = "preload";

  /** With the name of the workload. No other label, so that no Service or policy selects them. */
  public static final String LABEL = "platform.tkex/preload-of";

  private static final String COMMAND = "/platform.tkex/nothing-to-run";
  private static final int HASH_LENGTH = 10;

  private PreloadPods() {}

  /**
   * One name per node and image, so that it is made once however often it is tried. It is never the
   * name of a workload's pod, not even of one that is called so: these end in a number.
   */
  static String name(String workload, Pull pull) {
    return workload + "-preload-p" + hash(pull.node() + "\n" + pull.image());
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }

  /**
   * The pod of one pull.
   *
   * @param template of the target; its account and secrets may be needed to pull
   */
  static Pod pod(StatefulSetPlus owner, PodTemplateSpec template, Pull pull, Duration timeout) {
    return new PodBuilder()
        .withNewMetadata()
        .withNamespace(owner.getMetadata().getNamespace())
        .withName(name(owner.getMetadata().getName(), pull))
        .withLabels(labels(owner))
        .withOwnerReferences(reference(owner))
        .endMetadata()
        .withNewSpec()
        .withNodeName(pull.node())
        .addNewToleration()
        .withOperator("Exists")
        .endToleration()
        .withRestartPolicy("Never")
        .withTerminationGracePeriodSeconds(0L)
        // pulls are tried for ever otherwise, whatever the restart policy
        .withActiveDeadlineSeconds(timeout.toSeconds())
        .withImagePullSecrets(template.getSpec().getImagePullSecrets())
        .withServiceAccountName(template.getSpec().getServiceAccountName())
        .withAutomountServiceAccountToken(false)
        .withEnableServiceLinks(false)
        .withNewSecurityContext()
        .withRunAsNonRoot(true)
        .withRunAsUser(65532L)
        .withNewSeccompProfile()
        .withType("RuntimeDefault")
        .endSeccompProfile()
        .endSecurityContext()
        .withContainers(container(pull))
        .endSpec()
        .build();
  }

  static Map<String, String> labels(StatefulSetPlus owner) {
    return Map.of(LABEL, owner.getMetadata().getName());
  }

  /** Not of a controller: they are none of the workload's pods, and go when it goes. */
  private static OwnerReference reference(StatefulSetPlus owner) {
    OwnerReference reference = new OwnerReference();
    reference.setApiVersion(owner.getApiVersion());
    reference.setKind(owner.getKind());
    reference.setName(owner.getMetadata().getName());
    reference.setUid(owner.getMetadata().getUid());
    return reference;
  }

  /** Stated amounts, because a quota may ask for them; and allowed where policies are strict. */
  private static Container container(Pull pull) {
    return new ContainerBuilder()
        .withName(CONTAINER)
        .withImage(pull.image())
        .withImagePullPolicy(pull.policy().isEmpty() ? null : pull.policy())
        .withCommand(COMMAND)
        .withNewResources()
        .addToRequests("cpu", new Quantity("1m"))
        .addToRequests("memory", new Quantity("1Mi"))
        .addToLimits("cpu", new Quantity("10m"))
        .addToLimits("memory", new Quantity("32Mi"))
        .endResources()
        .withNewSecurityContext()
        .withAllowPrivilegeEscalation(false)
        .withReadOnlyRootFilesystem(true)
        .withNewCapabilities()
        .addToDrop("ALL")
        .endCapabilities()
        .endSecurityContext()
        .build();
  }
}
