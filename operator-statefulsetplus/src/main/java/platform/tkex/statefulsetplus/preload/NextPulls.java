package platform.tkex.statefulsetplus.preload;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.inplace.Changes;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Way;
import platform.tkex.statefulsetplus.model.Workload;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.Remaining;
import platform.tkex.statefulsetplus.revision.Revision;

/**
 * What the nodes of the pods that come next do not have yet. A node on which a pod of the workload
 * runs the target has pulled it already.
 */
final class NextPulls {
  private final Snapshot snapshot;
  private final Release release;
  private final Map<String, Revision> revisions;
  private final Changes changes;
  private final Function<PodState, @Nullable String> nodes;

  /**
   * @param nodes on which a pod runs; null while it is on none
   */
  NextPulls(
      Snapshot snapshot,
      Release release,
      Map<String, Revision> revisions,
      Function<PodState, @Nullable String> nodes) {
    this.snapshot = snapshot;
    this.release = release;
    this.revisions = revisions;
    this.nodes = nodes;
    changes = Changes.between(revisions);
  }

  /** In the order in which their pods come; none while no pod is being updated. */
  Set<Pull> find() {
    Revision target = revisions.get(release.target());
    if (target == null || !isUnderWay()) {
      return Set.of();
    }
    Set<String> done = new HashSet<>();
    snapshot.pods().values().stream()
        .filter(pod -> pod.at(target.name()) && pod.settled())
        .forEach(pod -> {
          String node = nodes.apply(pod);
          if (node != null) {
            done.add(node);
          }
        });
    Set<Pull> pulls = new LinkedHashSet<>();
    next()
        .flatMap(ordinal -> Stream.ofNullable(snapshot.pod(ordinal)))
        .filter(pod -> livesOn(pod, target.name()))
        .forEach(pod -> {
          String node = nodes.apply(pod);
          if (node != null && !done.contains(node)) {
            add(pod, node, target, pulls);
          }
        });
    return pulls;
  }

  private boolean isUnderWay() {
    Workload workload = snapshot.workload();
    if (release.phase() != Release.Phase.RELEASING || release.first() || workload.onDelete()) {
      return false;
    }
    return !workload.releasesInBatches() || release.currentBatch() != null;
  }

  private Stream<Integer> next() {
    Workload workload = snapshot.workload();
    return workload.releasesInBatches()
        ? Remaining.of(snapshot, release).stream()
        : IntStream.iterate(workload.end() - 1, ordinal -> ordinal - 1)
            .limit(workload.replicas())
            .filter(ordinal -> ordinal >= workload.firstToUpdate())
            .boxed();
  }

  /** Another pod may come to run on any node. */
  private boolean livesOn(PodState pod, String target) {
    if (pod.terminating() || pod.at(target) || pod.phase() == PodState.Phase.TERMINAL) {
      return false;
    }
    return switch (snapshot.ways().of(pod, target)) {
      case Way.InPlace way -> true;
      case Way.Leave way -> true;
      case Way.Leaving way -> true;
      default -> false;
    };
  }

  private void add(PodState pod, String node, Revision target, Set<Pull> pulls) {
    PodSpec spec = target.template().getSpec();
    changes
        .between(pod.revision(), target.name())
        .ifPresent(difference ->
            Stream.of(spec.getInitContainers(), spec.getContainers())
                .flatMap(List::stream)
                .filter(container -> difference.images().containsKey(container.getName()))
                .map(container -> new Pull(node, container.getImage(), policy(container)))
                .forEach(pulls::add));
  }

  private static String policy(Container container) {
    return Objects.requireNonNullElse(container.getImagePullPolicy(), "");
  }
}
