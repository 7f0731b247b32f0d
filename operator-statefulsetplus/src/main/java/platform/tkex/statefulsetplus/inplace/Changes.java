package platform.tkex.statefulsetplus.inplace;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import platform.tkex.crds.statefulsetplus.PodUpdatePolicy;
import platform.tkex.crds.statefulsetplus.ResizeFallback;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Switching;
import platform.tkex.statefulsetplus.model.Way;
import platform.tkex.statefulsetplus.model.Ways;
import platform.tkex.statefulsetplus.revision.Revision;

/** The ways that {@code podUpdatePolicy} allows; for one pass, in one thread. */
public final class Changes implements Ways {
  private final PodUpdatePolicy policy;
  private final ResizeFallback fallback;
  private final Map<String, Revision> revisions;
  private final Refusals refusals;
  private final Departure departure;

  /** Templates are large, and the pods of a workload are of few revisions. */
  private final Map<Step, Difference> differences = new HashMap<>();

  private record Step(String from, String to) {}

  /**
   * Ways between kept revisions.
   *
   * @param fallback for resources that a pod cannot have while it lives
   * @param refusals changes that the API server has refused
   * @param grace how long a pod with a gate is out of its Services before it is changed
   */
  public Changes(
      PodUpdatePolicy policy,
      ResizeFallback fallback,
      Map<String, Revision> revisions,
      Refusals refusals,
      Duration grace,
      Instant now) {
    this.policy = policy;
    this.fallback = fallback;
    this.revisions = revisions;
    this.refusals = refusals;
    this.departure = new Departure(grace, now);
  }

  /** Only what differs between kept revisions. */
  public static Changes between(Map<String, Revision> revisions) {
    return new Changes(
        PodUpdatePolicy.IN_PLACE_IF_POSSIBLE,
        ResizeFallback.RECREATE,
        revisions,
        new Refusals(),
        Duration.ZERO,
        Instant.EPOCH);
  }

  @Override
  public Way of(PodState pod, String revision) {
    if (policy == PodUpdatePolicy.RECREATE) {
      return Way.RECREATE;
    }
    Switching switching = pod.switching();
    if (switching != null && switching.busy()) {
      return Way.LATER;
    }
    boolean only = policy == PodUpdatePolicy.IN_PLACE_ONLY;
    Optional<String> resize = resizeObstacle(pod, revision);
    if (resize.isPresent()) {
      boolean stays = only || fallback == ResizeFallback.FAIL;
      return stays ? new Way.Stuck(resize.get()) : Way.RECREATE;
    }
    Optional<String> refused = refusals.of(pod.uid(), revision);
    if (refused.isPresent()) {
      return only ? new Way.Stuck(refused.get()) : Way.RECREATE;
    }
    String barrier = barrier(pod, revision);
    if (barrier.isEmpty()) {
      return departure.way(pod);
    }
    return only ? new Way.Barred(barrier) : Way.RECREATE;
  }

  /** The node or the API server refuses the resources that the pod is to have. */
  private Optional<String> resizeObstacle(PodState pod, String revision) {
    return pod.at(revision) && pod.change() == PodState.Change.IMPOSSIBLE
        ? Optional.of("the node of pod " + pod.name() + " can never hold its new resources")
        : refusals.ofResize(pod.uid(), revision);
  }

  private String barrier(PodState pod, String revision) {
    if (pod.switching() != null && policy != PodUpdatePolicy.AB_SWITCH) {
      return "spec.updateStrategy.podUpdatePolicy is no longer ABSwitch: the containers of pod "
          + pod.name()
          + " take turns";
    }
    return between(pod.revision(), revision)
        .map(Difference::barrier)
        .orElseGet(() ->
            "nobody knows the template of pod %s: its revision %s is not kept"
                .formatted(pod.name(), pod.revision()));
  }

  /** What differs; empty when the template of one of them is not known. */
  public Optional<Difference> between(String from, String to) {
    Revision before = revisions.get(from);
    Revision after = revisions.get(to);
    if (before == null || after == null) {
      return Optional.empty();
    }
    Step step = new Step(from, to);
    return Optional.of(
        Objects.requireNonNull(
            differences.computeIfAbsent(
                step, _ -> TemplateDiff.between(before.template(), after.template()))));
  }
}
