package platform.tkex.testkit;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/** Asserts on the pods of a workload, given in the order of their ordinals. */
public final class PodsAssert extends AbstractAssert<PodsAssert, List<Pod>> {

  PodsAssert(List<Pod> actual) {
    super(actual, PodsAssert.class);
  }

  /** Exactly these ordinals exist; pods on their way out count. */
  public PodsAssert haveOrdinals(Integer... ordinals) {
    return have("ordinals", Pods::ordinal, List.of(ordinals));
  }

  /** These images, by ordinal. */
  public PodsAssert haveImages(String... images) {
    return have("images", Pods::image, List.of(images));
  }

  /** These revisions, by ordinal. */
  public PodsAssert haveRevisions(String... revisions) {
    return have("revisions", Pods::revision, List.of(revisions));
  }

  /** All on that revision. */
  public PodsAssert areAllOnRevision(String revision) {
    return all("on revision " + revision, pod -> Pods.revision(pod).equals(revision));
  }

  public PodsAssert areAllReady() {
    return all("ready", Pods::isReady);
  }

  /** The very same pods as before: nothing was recreated. */
  public PodsAssert areTheSamePodsAs(List<Pod> before) {
    return have("UIDs", Pods::uid, before.stream().map(Pods::uid).toList());
  }

  /** No pod of before is left. */
  public PodsAssert shareNoPodWith(List<Pod> before) {
    List<String> old = before.stream().map(Pods::uid).toList();
    return all("none of " + old, pod -> !old.contains(Pods.uid(pod)));
  }

  /** No container was ever restarted. */
  public PodsAssert wereNeverRestarted() {
    return all(
        "without restarts",
        pod ->
            pod.getStatus().getContainerStatuses().stream()
                .allMatch(c -> c.getRestartCount() == 0));
  }

  private <T> PodsAssert have(String what, Function<Pod, T> reader, List<T> wanted) {
    isNotNull();
    List<T> found = actual.stream().map(reader).toList();
    if (!found.equals(wanted)) {
      failWithMessage("expected pods with %s %s, but they have %s", what, wanted, found);
    }
    return this;
  }

  private PodsAssert all(String what, Predicate<Pod> condition) {
    isNotNull();
    String[] others =
        actual.stream()
            .filter(condition.negate())
            .map(pod -> pod.getMetadata().getName())
            .toArray(String[]::new);
    if (others.length > 0) {
      failWithMessage("expected all pods %s, but not so are %s", what, Arrays.toString(others));
    }
    return this;
  }
}
