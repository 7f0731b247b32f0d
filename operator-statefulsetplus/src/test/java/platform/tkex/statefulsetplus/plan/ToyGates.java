package platform.tkex.statefulsetplus.plan;

import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.PodUpdatePolicy;
import platform.tkex.crds.statefulsetplus.ResizeFallback;
import platform.tkex.statefulsetplus.inplace.Changes;
import platform.tkex.statefulsetplus.inplace.Refusals;
import platform.tkex.statefulsetplus.model.Gate;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Ways;
import platform.tkex.statefulsetplus.revision.Revision;

/** Readiness gates of a {@link ToyCluster}; the kubelets follow at once. */
public final class ToyGates {
  /** Above zero pods are made with a gate; null without any. */
  public @Nullable Duration grace;

  /** What became of gates, in this order, as in {@code "close 3"}. */
  final List<String> told = new ArrayList<>();

  private static final Map<String, Revision> REVISIONS =
      Stream.of("v1", "v2", "v3", "v4", "bad")
          .collect(Collectors.toMap(Function.identity(), ToyGates::revision));

  private static Revision revision(String name) {
    return new Revision(
        name,
        1,
        "",
        new PodTemplateSpecBuilder()
            .withNewSpec()
            .addNewContainer()
            .withName("app")
            .withImage("app:" + name)
            .endContainer()
            .endSpec()
            .build(),
        "r",
        "1",
        List.of(),
        true);
  }

  /** The product's own, for the period of the moment. */
  static Ways ways(ToyCluster cluster) {
    Refusals refusals = new Refusals();
    return (pod, revision) ->
        new Changes(
                PodUpdatePolicy.IN_PLACE_IF_POSSIBLE,
                ResizeFallback.RECREATE,
                REVISIONS,
                refusals,
                Objects.requireNonNullElse(cluster.gates.grace, Duration.ZERO),
                cluster.now)
            .of(pod, revision);
  }

  @Nullable Gate ofNewPod() {
    return grace == null || grace.isZero() ? null : Gate.UNSET;
  }

  void clear() {
    told.clear();
  }

  void set(Map<Integer, PodState> pods, Action.SetGate set, Instant now) {
    PodState pod = pods.get(set.pod().ordinal());
    if (pod == null || !pod.uid().equals(set.pod().uid())) {
      throw new AssertionError("opens or closes a pod that is not there: " + set);
    }
    Instant until = now.plus(Objects.requireNonNull(grace));
    pods.put(
        pod.ordinal(),
        set.open()
            ? pod.withGate(Gate.OPEN)
            : Edits.unready(pod).withGate(Gate.closed(serves(pod) ? until : null, set.revision())));
    told.add((set.open() ? "open " : "close ") + pod.ordinal());
  }

  private static boolean serves(PodState pod) {
    return pod.ready() || (pod.gate() != null && pod.gate().until() != null);
  }

  /** Its containers run, and it is ready if its gate is open. */
  static PodState started(PodState pod, Instant now) {
    boolean open = pod.gate() == null || pod.gate().isOpen();
    return new PodState(
            pod.name(),
            pod.ordinal(),
            pod.uid(),
            pod.resourceVersion(),
            pod.revision(),
            PodState.Phase.RUNNING,
            false,
            open ? now : null,
            true)
        .withGate(pod.gate());
  }
}
