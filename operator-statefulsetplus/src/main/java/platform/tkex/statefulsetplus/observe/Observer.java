package platform.tkex.statefulsetplus.observe;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.pods.UnseenUpdates;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.abswitch.SwitchSettings;
import platform.tkex.statefulsetplus.act.OwnPods;
import platform.tkex.statefulsetplus.inplace.Refusals;
import platform.tkex.statefulsetplus.model.ClaimState;
import platform.tkex.statefulsetplus.model.Gate;
import platform.tkex.statefulsetplus.model.Objection;
import platform.tkex.statefulsetplus.model.PodNames;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Selector;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Workload;
import platform.tkex.statefulsetplus.revision.GracePeriod;
import platform.tkex.statefulsetplus.revision.Revision;

/** Builds the snapshot of one workload from the caches and from own writes they have not seen. */
public final class Observer {
  private final Caches caches;
  private final OwnPods own;
  private final Clock clock;
  private final Refusals refusals;
  private final KnownRevisions revisions = new KnownRevisions();

  public Observer(Caches caches, OwnPods own, Refusals refusals, Clock clock) {
    this.caches = caches;
    this.own = own;
    this.refusals = refusals;
    this.clock = clock;
  }

  /** Kept revisions of the workload by name, and orphans that its selector picks. */
  public Map<String, Revision> revisions(StatefulSetPlus object) {
    String uid = object.getMetadata().getUid();
    Selector selector = new Selector(object.getSpec().getSelector());
    List<ControllerRevision> orphans =
        caches.orphanRevisions(object.getMetadata().getNamespace()).stream()
            .filter(selector::matches)
            .filter(orphan -> !isOfAnother(object, orphan))
            .filter(orphan -> orphan.getMetadata().getDeletionTimestamp() == null)
            .toList();
    return revisions.read(uid, orphans, caches.revisionsOf(uid));
  }

  /** The workload is gone. */
  public void forget(String uid) {
    revisions.forget(uid);
    refusals.forget(uid);
  }

  /**
   * As in apps/v1 labels decide, not names. But two workloads may select the same labels: what
   * carries the name and the hash that another one gives is left for its next life, which would
   * else find its pods at a revision that it does not know.
   */
  private static boolean isOfAnother(StatefulSetPlus object, ControllerRevision orphan) {
    Map<String, String> labels =
        Objects.requireNonNullElse(orphan.getMetadata().getLabels(), Map.of());
    String hash = labels.get("controller.kubernetes.io/hash");
    String name = orphan.getMetadata().getName();
    return hash != null
        && name.endsWith("-" + hash)
        && !name.equals(object.getMetadata().getName() + "-" + hash);
  }

  /** Everything the planner needs. */
  public Snapshot snapshot(
      StatefulSetPlus object,
      String updateRevision,
      Map<String, Revision> revisions,
      @Nullable Objection objection) {
    Workload workload = WorkloadFactory.workload(object);
    Map<String, Instant> inDoubt = new HashMap<>(own.inDoubt(workload.uid()));
    Instant now = clock.instant();
    PodReader reader =
        new PodReader(SwitchSettings.of(object.getSpec()), GracePeriod.of(object), now);
    NavigableMap<Integer, PodState> pods = pods(workload, reader, inDoubt);
    return new Snapshot(
        workload,
        pods,
        inDoubt,
        claims(workload, pods),
        updateRevision,
        revisions.keySet(),
        WorkloadFactory.ways(object, revisions, refusals, now),
        WorkloadFactory.commands(object),
        objection,
        now);
  }

  /** Whether a pod of somebody else has the name of this ordinal's pod. */
  public boolean isTaken(StatefulSetPlus object, int ordinal) {
    ObjectMeta owner = object.getMetadata();
    Pod holder = caches.pods().get(owner.getNamespace(), owner.getName() + "-" + ordinal);
    return holder != null
        && holder.getMetadata().getOwnerReferences().stream()
            .noneMatch(reference -> reference.getUid().equals(owner.getUid()));
  }

  private NavigableMap<Integer, PodState> pods(
      Workload workload, PodReader reader, Map<String, Instant> inDoubt) {
    // both before the pods: what is seen in between is then in the pods, and not in neither
    Set<String> terminating = own.terminating(workload.uid());
    List<OwnPods.Unseen> unseen = own.unseen(workload.uid());
    NavigableMap<Integer, PodState> pods = new TreeMap<>();
    for (OwnPods.Unseen pod : unseen) {
      OptionalInt ordinal = PodNames.ordinal(workload.name(), pod.name());
      boolean goes = terminating.contains(pod.uid());
      ordinal.ifPresent(o -> pods.put(o, unseen(pod, o, goes)));
    }
    for (Pod pod : caches.pods().ownedBy(workload.uid())) {
      OptionalInt ordinal = PodNames.ordinal(workload.name(), pod.getMetadata().getName());
      ordinal.ifPresent(o ->
          pods.putIfAbsent(o, changed(workload, pod, reader.read(pod, o, terminating), inDoubt)));
    }
    Supplier<Set<String>> uids =
        () -> pods.values().stream().map(PodState::uid).collect(Collectors.toSet());
    own.retain(workload.uid(), uids);
    refusals.retain(workload.uid(), uids);
    return pods;
  }

  /** As it is by the last own write, if the cache does not show that yet. */
  private PodState changed(
      Workload workload, Pod pod, PodState seen, Map<String, Instant> inDoubt) {
    UnseenUpdates.Update update = own.unseenUpdate(workload.uid(), pod);
    if (update == null) {
      return seen;
    }
    if (update.doubtUntil() != null) {
      inDoubt.put(seen.uid(), update.doubtUntil());
      return seen;
    }
    return update.content().equals(OwnPods.GATE)
        ? seen.withGate(Gate.SENT)
        : seen.sentTo(update.content());
  }

  private static PodState unseen(OwnPods.Unseen pod, int ordinal, boolean goes) {
    return new PodState(
        pod.name(),
        ordinal,
        pod.uid(),
        pod.resourceVersion(),
        pod.revision(),
        PodState.Phase.PENDING,
        goes,
        null,
        true);
  }

  private Map<String, ClaimState> claims(Workload workload, NavigableMap<Integer, PodState> pods) {
    Map<String, ClaimState> claims = new HashMap<>();
    if (workload.claimTemplates().isEmpty()) {
      return claims;
    }
    Set<Integer> ordinals =
        workload.ordinals().ascending().boxed().collect(Collectors.toCollection(HashSet::new));
    ordinals.addAll(pods.keySet());
    for (int ordinal : ordinals) {
      for (String template : workload.claimTemplates()) {
        String name = workload.claimName(template, ordinal);
        PersistentVolumeClaim claim = caches.claim(workload.namespace(), name);
        if (claim != null) {
          claims.put(name, claim(claim, own.isUnsure(workload.uid(), claim)));
        }
      }
    }
    return claims;
  }

  private static ClaimState claim(PersistentVolumeClaim claim, boolean unsure) {
    return new ClaimState(
        claim.getMetadata().getName(),
        claim.getMetadata().getUid(),
        claim.getMetadata().getDeletionTimestamp() != null,
        claim.getMetadata().getResourceVersion(),
        claim.getMetadata().getOwnerReferences(),
        unsure);
  }
}
