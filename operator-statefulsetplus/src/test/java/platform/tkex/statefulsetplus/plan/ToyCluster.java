package platform.tkex.statefulsetplus.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.Condition;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;
import platform.tkex.statefulsetplus.events.Note;
import platform.tkex.statefulsetplus.model.Amount;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.ClaimState;
import platform.tkex.statefulsetplus.model.Commands;
import platform.tkex.statefulsetplus.model.Objection;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.model.Snapshot;
import platform.tkex.statefulsetplus.model.Ways;
import platform.tkex.statefulsetplus.model.Workload;
import platform.tkex.statefulsetplus.release.Release;
import platform.tkex.statefulsetplus.release.ReleaseMachine;
import platform.tkex.statefulsetplus.status.ReleaseReader;
import platform.tkex.statefulsetplus.status.StatusFactory;

/**
 * One workload and its pods on a virtual clock. A pass reads status back, decides, and either
 * writes the decision or acts, as the controller does; pods of a broken revision never become
 * ready.
 */
public final class ToyCluster {
  /** Pods of these revisions never become ready. */
  public final Set<String> broken = new HashSet<>();

  /** Ordinals whose pods never become ready at these revisions. */
  public final Map<String, Set<Integer>> brokenOrdinals = new HashMap<>();

  public final TreeMap<Integer, PodState> pods = new TreeMap<>();

  /** Pods whose deletion has an unknown outcome, by UID. */
  public final Map<String, Instant> inDoubt = new HashMap<>();

  public final Map<String, ClaimState> claims = new TreeMap<>();
  public final List<Note> notes = new ArrayList<>();

  /** Ordinals in the order of their deletions, since the last {@link #forget}. */
  public final List<Integer> deleted = new ArrayList<>();

  /** Ordinals in the order of their changes in place, since the last {@link #forget}. */
  public final List<Integer> updated = new ArrayList<>();

  public final ToyGates gates = new ToyGates();

  public Instant now = Instant.parse("2026-01-01T00:00:00Z");
  public @Nullable StatefulSetPlusStatus status;
  public @Nullable Objection objection;
  public int maxDown;
  public int writes;

  /** How pods are brought to another revision. */
  public Ways ways = Ways.RECREATE;

  private final Set<String> revisions = new LinkedHashSet<>(Set.of("v1"));
  private Workload workload;
  private String template = "v1";
  private Commands commands = Commands.NONE;
  private int uids;

  public ToyCluster(Workload workload) {
    this.workload = workload;
  }

  /** Ten pods, Parallel, five automatic batches with a deadline of 60 s. */
  public static ToyCluster inBatches(UnaryOperator<BatchConfig> edit) {
    return new ToyCluster(workload(10, true, edit.apply(plan())));
  }

  public static BatchConfig plan() {
    return new BatchConfig(
        5,
        true,
        Duration.ZERO,
        List.of(),
        false,
        Amount.percentOf(100),
        Duration.ofSeconds(60),
        Amount.pods(0),
        BatchConfig.RollbackScope.BATCH);
  }

  public static Workload workload(int replicas, boolean parallel, @Nullable BatchConfig plan) {
    return new Workload(
        "default",
        "web",
        "uid",
        replicas,
        0,
        parallel,
        false,
        0,
        Amount.pods(1),
        Duration.ZERO,
        10,
        List.of(),
        new Workload.ClaimRetention(false, false),
        plan,
        false,
        false);
  }

  public Workload workload() {
    return workload;
  }

  public void edit(UnaryOperator<Workload> change) {
    workload = change.apply(workload);
  }

  public void scale(int replicas) {
    edit(w -> Edits.replicas(w, replicas));
  }

  public void pause(boolean paused) {
    edit(w -> Edits.paused(w, paused));
  }

  public void apply(String revision) {
    template = revision;
    revisions.add(revision);
  }

  /** Somebody deletes the ControllerRevision. */
  public void deleteRevision(String revision) {
    revisions.remove(revision);
  }

  public void command(UnaryOperator<Commands> change) {
    commands = change.apply(commands);
  }

  public Snapshot snapshot() {
    return new Snapshot(
        workload,
        new TreeMap<>(pods),
        Map.copyOf(inDoubt),
        Map.copyOf(claims),
        template,
        revisions,
        ways,
        commands,
        objection,
        now);
  }

  public Release release() {
    return ReleaseReader.read(status);
  }

  /** One pass; true when it decided or did anything. */
  public boolean pass() {
    Snapshot snapshot = snapshot();
    Release before = release();
    ReleaseMachine.Step step = ReleaseMachine.step(snapshot, before);
    notes.addAll(step.notes());
    StatefulSetPlusStatus next =
        StatusFactory.build(snapshot, step.release(), 1, "app=web", status, "");
    boolean wrote = !next.equals(status);
    writes += wrote ? 1 : 0;
    status = next;
    if (!step.release().equals(before)) {
      return true;
    }
    List<Action> actions = PodPlanner.plan(snapshot, step.release());
    actions.forEach(this::act);
    maxDown = Math.max(maxDown, workload.replicas() - countAvailable());
    return wrote || !actions.isEmpty();
  }

  /** Passes and readiness until nothing changes any more; time stands still. */
  public ToyCluster settle() {
    for (int i = 0; i < 10_000; i++) {
      boolean changed = pass();
      if (!makeReady() && !changed) {
        return this;
      }
    }
    throw new AssertionError("never settles: " + describe());
  }

  /** Passes until the condition holds. */
  public ToyCluster until(IntFunction<Boolean> holds) {
    for (int i = 0; i < 10_000; i++) {
      if (holds.apply(i)) {
        return this;
      }
      pass();
      makeReady();
    }
    throw new AssertionError("never holds: " + describe());
  }

  public ToyCluster wait(Duration time) {
    now = now.plus(time);
    return this;
  }

  public void forget() {
    deleted.clear();
    updated.clear();
    gates.clear();
    notes.clear();
    maxDown = 0;
  }

  private void act(Action action) {
    switch (action) {
      case Action.CreatePod create -> {
        if (pods.containsKey(create.ordinal())) {
          throw new AssertionError("two pods of ordinal " + create.ordinal());
        }
        pods.put(create.ordinal(), pod(create.ordinal(), create.revision(), null));
      }
      case Action.DeletePod delete -> {
        PodState gone = pods.remove(delete.pod().ordinal());
        if (gone == null || !gone.uid().equals(delete.pod().uid())) {
          throw new AssertionError("deletes a pod that is not there: " + delete);
        }
        deleted.add(delete.pod().ordinal());
      }
      case Action.UpdatePod update -> {
        PodState pod = pods.get(update.pod().ordinal());
        if (pod == null || !pod.uid().equals(update.pod().uid())) {
          throw new AssertionError("changes a pod that is not there: " + update);
        }
        pods.put(pod.ordinal(), pod.sentTo(update.revision()).withGate(pod.gate()));
        updated.add(pod.ordinal());
      }
      case Action.SwitchPod step -> throw new AssertionError("no pod here switches: " + step);
      case Action.SetGate set -> gates.set(pods, set, now);
      case Action.CreateClaims claims -> {}
      case Action.FixIdentity fix -> {}
      case Action.SetClaimOwners owners -> {}
    }
  }

  private PodState pod(int ordinal, String revision, @Nullable Instant ready) {
    PodState.Phase phase = ready == null ? PodState.Phase.PENDING : PodState.Phase.RUNNING;
    return new PodState(
            workload.podName(ordinal),
            ordinal,
            "u" + uids++,
            "1",
            revision,
            phase,
            false,
            ready,
            true)
        .withGate(gates.ofNewPod());
  }

  private boolean makeReady() {
    boolean changed = false;
    for (PodState pod : List.copyOf(pods.values())) {
      if ((!pod.ready() || !pod.settled()) && !isBroken(pod)) {
        PodState ready = ToyGates.started(pod, now);
        pods.put(pod.ordinal(), ready);
        changed |= !ready.equals(pod);
      }
    }
    return changed;
  }

  private boolean isBroken(PodState pod) {
    return broken.contains(pod.revision())
        || brokenOrdinals.getOrDefault(pod.revision(), Set.of()).contains(pod.ordinal());
  }

  public void lose(int ordinal) {
    pods.remove(ordinal);
  }

  /** Something happens to the pod of this ordinal. */
  public void change(int ordinal, UnaryOperator<PodState> change) {
    pods.computeIfPresent(ordinal, (_, pod) -> change.apply(pod));
  }

  /** What a pass would do now. */
  public List<Action> planned() {
    return PodPlanner.plan(snapshot(), release());
  }

  private int countAvailable() {
    return (int)
        pods.values().stream()
            .filter(pod -> workload.inRange(pod.ordinal()) && pod.available(now, Duration.ZERO))
            .count();
  }

  public BatchDeployStatus deploy() {
    StatefulSetPlusStatus written = status;
    if (written == null || written.getBatchDeployStatus() == null) {
      throw new AssertionError("no status was written");
    }
    return written.getBatchDeployStatus();
  }

  public GeneralStatus general() {
    GeneralStatus general = deploy().getGeneralStatus();
    if (general == null) {
      throw new AssertionError("no general status");
    }
    return general;
  }

  public Condition condition(String type) {
    StatefulSetPlusStatus written = Objects.requireNonNull(status);
    return Objects.requireNonNull(written.getConditions()).stream()
        .filter(condition -> type.equals(condition.getType()))
        .findFirst()
        .orElseThrow();
  }

  /** The BATCH column. */
  public @Nullable String column() {
    StatefulSetPlusStatus written = status;
    return written == null || written.getColumns() == null ? null : written.getColumns().getBatch();
  }

  /** Revisions by ordinal, as in {@code "v1 v1 v2"}. */
  public String layout() {
    return pods.values().stream().map(PodState::revision).collect(Collectors.joining(" "));
  }

  public long count(String revision) {
    return pods.values().stream().filter(pod -> pod.at(revision)).count();
  }

  public String describe() {
    return layout() + " " + deploy().getMessage();
  }
}
