package platform.tkex.statefulsetplus.preload;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.pods.PodCache;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.act.PreloadWrites;
import platform.tkex.statefulsetplus.events.Note;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.Selector;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.revision.Revision;

/** Makes the pods that pull images ahead, looks after them, and removes them again. */
public final class Preloads {
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

  /** An Event is no list of all nodes. */
  private static final int MOST_NODES = 10;

  private final PodCache pods;
  private final PreloadWrites writes;
  private final Clock clock;
  private final Map<String, OwnPreloads> memory = new ConcurrentHashMap<>();

  public Preloads(PodCache pods, PreloadWrites writes, Clock clock) {
    this.pods = pods;
    this.writes = writes;
    this.clock = clock;
  }

  /**
   * What one pass came to.
   *
   * @param notes what is to be told
   * @param after when the next pass is needed even if no event comes; empty for never
   */
  public record Outcome(List<Note> notes, Optional<Duration> after) {
    private static final Outcome NONE = new Outcome(List.of(), Optional.empty());
  }

  /** Takes the pulls of a workload one step on. */
  public Outcome run(
      StatefulSetPlus object, Snapshot snapshot, Release release, Map<String, Revision> revisions) {
    String uid = object.getMetadata().getUid();
    PreloadSettings settings = PreloadSettings.of(object);
    Instant now = clock.instant();
    // before the pods: what is made in between is then in neither, and not in both
    String reached = pods.lastResourceVersion();
    List<PreloadPod> seen = seen(object, settings, now);
    Map<String, Pull> wanted =
        settings.enabled() ? wanted(object, snapshot, release, revisions) : Map.of();
    if (seen.isEmpty() && wanted.isEmpty()) {
      memory.remove(uid);
      return Outcome.NONE;
    }
    OwnPreloads own = memory.computeIfAbsent(uid, _ -> new OwnPreloads());
    own.retain(seen.stream().map(PreloadPod::uid).collect(Collectors.toSet()));
    PreloadPlan plan =
        PreloadPlan.of(wanted, there(seen, own, reached, now), settings.parallelism());
    remove(object, plan, own);
    List<Note> notes = new ArrayList<>(failures(plan, own));
    boolean quiet = now.isBefore(own.quietUntil());
    if (!snapshot.workload().paused() && !quiet && !plan.create().isEmpty()) {
      PodTemplateSpec template =
          Objects.requireNonNull(revisions.get(release.target()), "they are wanted by it")
              .template();
      List<Pod> made =
          plan.create().stream()
              .map(pull -> PreloadPods.pod(object, template, pull, settings.timeout()))
              .toList();
      create(object, made, own, release.target(), now).ifPresent(notes::add);
    }
    return new Outcome(notes, after(plan, own, now));
  }

  private static Optional<Duration> after(PreloadPlan plan, OwnPreloads own, Instant now) {
    Stream<Instant> again = plan.create().isEmpty() ? Stream.empty() : Stream.of(own.quietUntil());
    return Stream.concat(plan.due().stream(), again)
        .filter(time -> time.isAfter(now))
        .min(Instant::compareTo)
        .map(time -> Duration.between(now, time));
  }

  /** Those of this very workload; who took its label by hand is none. */
  private List<PreloadPod> seen(StatefulSetPlus object, PreloadSettings settings, Instant now) {
    String name = object.getMetadata().getName();
    String uid = object.getMetadata().getUid();
    return pods.orphansIn(object.getMetadata().getNamespace()).stream()
        .filter(pod -> name.equals(pod.getMetadata().getLabels().get(PreloadPods.LABEL)))
        .filter(pod ->
            pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getUid().equals(uid)))
        .map(pod -> PreloadPod.of(pod, settings.timeout(), now))
        .toList();
  }

  /** With own writes that the cache does not show. */
  private static List<PreloadPod> there(
      List<PreloadPod> seen, OwnPreloads own, @Nullable String reached, Instant now) {
    Set<String> names = seen.stream().map(PreloadPod::name).collect(Collectors.toSet());
    return Stream.concat(
            seen.stream().map(pod -> own.isDeleted(pod.uid()) ? pod.going() : pod),
            own.unseen(reached, names).stream().map(name -> PreloadPod.unseen(name, now)))
        .toList();
  }

  private Map<String, Pull> wanted(
      StatefulSetPlus object, Snapshot snapshot, Release release, Map<String, Revision> revisions) {
    String namespace = object.getMetadata().getNamespace();
    Map<String, Pull> wanted = new LinkedHashMap<>();
    new NextPulls(
            snapshot,
            release,
            revisions,
            pod -> {
              Pod cached = pods.get(namespace, pod.name());
              return cached == null ? null : cached.getSpec().getNodeName();
            })
        .find()
        .forEach(pull -> wanted.put(PreloadPods.name(object.getMetadata().getName(), pull), pull));
    return wanted;
  }

  private void remove(StatefulSetPlus object, PreloadPlan plan, OwnPreloads own) {
    for (PreloadPod pod : plan.delete()) {
      WriteResult result =
          writes.delete(object.getMetadata().getNamespace(), pod.name(), pod.uid());
      if (result.done()) {
        own.deleted(pod.uid());
      }
    }
  }

  /** One note for all nodes with the same fault. */
  private static List<Note> failures(PreloadPlan plan, OwnPreloads own) {
    Map<String, List<String>> nodes = new TreeMap<>();
    plan.failed().stream()
        .filter(pod -> own.tell(pod.uid()))
        .forEach(pod ->
            nodes
                .computeIfAbsent(pod.image() + ": " + pod.why(), _ -> new ArrayList<>())
                .add(pod.node()));
    return nodes.entrySet().stream()
        .map(fault ->
            Note.warning(
                Reason.PRELOAD_FAILED,
                "%s could not pull ahead %s".formatted(which(fault.getValue()), fault.getKey())))
        .toList();
  }

  private static String which(List<String> nodes) {
    String first = nodes.stream().sorted().limit(MOST_NODES).collect(Collectors.joining(", "));
    int more = nodes.size() - MOST_NODES;
    return (nodes.size() == 1 ? "Node " : "Nodes ")
        + first
        + (more > 0 ? " and " + more + " more" : "");
  }

  /** What is refused once is refused for all: a quota, a policy. */
  private Optional<Note> create(
      StatefulSetPlus object, List<Pod> made, OwnPreloads own, String target, Instant now) {
    if (new Selector(object.getSpec().getSelector()).matches(made.getFirst())) {
      return refused("the workload's selector would pick the pods that pull", own, target, now);
    }
    List<WriteResult> results = writes.create(object.getMetadata().getNamespace(), made);
    Optional<Note> note = Optional.empty();
    for (int i = 0; i < made.size(); i++) {
      if (results.get(i) instanceof WriteResult.Done done && done.resourceVersion() != null) {
        own.created(made.get(i).getMetadata().getName(), done.resourceVersion());
      } else if (results.get(i) instanceof WriteResult.Refused refused && refused.code() != 409) {
        note = note.or(() -> refused(refused.message(), own, target, now));
      } else {
        own.quietUntil(now.plus(AFTER_FAILURE));
      }
    }
    return note;
  }

  private static Optional<Note> refused(String why, OwnPreloads own, String target, Instant now) {
    own.quietUntil(now.plus(AFTER_REFUSAL));
    return own.tellRefusal(target)
        ? Optional.of(
            Note.warning(
                Reason.PRELOAD_FAILED, "Images of " + target + " are not pulled ahead: " + why))
        : Optional.empty();
  }

  /** The workload is gone. */
  public void forget(String uid) {
    memory.remove(uid);
  }
}
