package platform.tkex.testkit;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the controllers of StatefulSets read from a pod, read the same way. */
public final class Pods {

  /** The label that names the revision a pod was made from. */
  public static final String REVISION_LABEL = "controller-revision-hash";

  private static final Pattern NAME = Pattern.compile("(.+)-([0-9]+)");

  private Pods() {}

  /** The ordinal in the pod's name; -1 when it has none. */
  public static int ordinal(Pod pod) {
    Matcher matcher = NAME.matcher(pod.getMetadata().getName());
    return matcher.matches() ? Integer.parseInt(matcher.group(2)) : -1;
  }

  /** Orders by {@link #ordinal}. */
  public static Comparator<Pod> byOrdinal() {
    return Comparator.comparingInt(Pods::ordinal);
  }

  /** Whether the pod is named as a member of that workload is. */
  static boolean isNamedFor(String workload, Pod pod) {
    Matcher matcher = NAME.matcher(pod.getMetadata().getName());
    return matcher.matches() && matcher.group(1).equals(workload);
  }

  public static String uid(Pod pod) {
    return pod.getMetadata().getUid();
  }

  /** The revision's name; empty when the pod carries none. */
  public static String revision(Pod pod) {
    return pod.getMetadata().getLabels() == null
        ? ""
        : pod.getMetadata().getLabels().getOrDefault(REVISION_LABEL, "");
  }

  /** The image that the first container is to run. */
  public static String image(Pod pod) {
    return pod.getSpec().getContainers().getFirst().getImage();
  }

  public static boolean isTerminating(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /** Running, Ready and not being deleted. */
  public static boolean isReady(Pod pod) {
    return readySince(pod).isPresent();
  }

  /** Ready for that long at that moment, as minReadySeconds counts it. */
  public static boolean isAvailable(Pod pod, int minReadySeconds, Instant now) {
    return readySince(pod)
        .filter(since -> !now.isBefore(since.plus(Duration.ofSeconds(minReadySeconds))))
        .isPresent();
  }

  /** Since when the pod is ready, in the API's whole seconds; empty when it is not. */
  public static Optional<Instant> readySince(Pod pod) {
    if (isTerminating(pod)
        || pod.getStatus() == null
        || !"Running".equals(pod.getStatus().getPhase())) {
      return Optional.empty();
    }
    return pod.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals("Ready") && c.getStatus().equals("True"))
        .map(PodCondition::getLastTransitionTime)
        .map(Instant::parse)
        .findFirst();
  }
}
