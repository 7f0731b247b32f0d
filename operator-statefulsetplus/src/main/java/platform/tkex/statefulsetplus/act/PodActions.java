package platform.tkex.statefulsetplus.act;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import platform.tkex.common.write.ApiWriter;
import platform.tkex.common.write.Write;
import platform.tkex.common.write.WriteResult;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.model.PodState;
import platform.tkex.statefulsetplus.plan.Action;
import platform.tkex.statefulsetplus.revision.PodFactory;
import platform.tkex.statefulsetplus.revision.Revision;

/**
 * Turns the planner's actions into writes: one DELETE for a pod that goes, one POST for one that
 * comes, no read at all.
 *
 * <p>Claims are made before the pod that mounts them; that one exists already (409) is as good.
 */
public final class PodActions {
  private final ApiWriter writer;
  private final KubernetesSerialization json;
  private final OwnPods own;
  private final LivingPods living;
  private final Gates gates;

  /**
   * @param own hears of every pod that was created or is about to be deleted
   */
  public PodActions(
      ApiWriter writer, KubernetesSerialization json, OwnPods own, LivingPods living, Clock clock) {
    this.writer = writer;
    this.json = json;
    this.own = own;
    this.living = living;
    this.gates = new Gates(writer, json, own, clock);
  }

  /** What an action came to. */
  public record Outcome(Action action, WriteResult result) {}

  /** Carries the actions out, claims first; outcomes in the order of the writes. */
  public List<Outcome> run(
      StatefulSetPlus owner, Map<String, Revision> revisions, List<Action> actions) {
    List<Outcome> outcomes = new ArrayList<>();
    List<Action> claims = actions.stream().filter(PodActions::needsClaims).toList();
    for (Action action : claims) {
      createClaims(owner, action, outcomes);
    }
    // as in apps/v1: no pod without the claims that it mounts
    Set<Integer> withoutClaims =
        outcomes.stream()
            .filter(outcome -> !outcome.result().done())
            .map(outcome -> ((Action.CreateClaims) outcome.action()).ordinal())
            .collect(Collectors.toSet());
    List<Action> moves =
        actions.stream()
            .filter(action -> !(action instanceof Action.CreateClaims))
            .filter(action -> !LivingPods.changes(action))
            .filter(action -> !(action instanceof Action.SetGate))
            .filter(action ->
                !(action instanceof Action.CreatePod create)
                    || !withoutClaims.contains(create.ordinal()))
            .toList();
    // apart, because a run ends where nothing succeeds: no room for a new pod keeps no old one
    send(owner, revisions, only(moves, action -> action instanceof Action.CreatePod), outcomes);
    send(owner, revisions, only(moves, action -> !(action instanceof Action.CreatePod)), outcomes);
    outcomes.addAll(
        gates.run(
            owner,
            actions.stream()
                .filter(Action.SetGate.class::isInstance)
                .map(Action.SetGate.class::cast)
                .toList()));
    outcomes.addAll(living.run(owner, revisions, only(actions, LivingPods::changes)));
    return outcomes;
  }

  private static List<Action> only(List<Action> actions, Predicate<Action> which) {
    return actions.stream().filter(which).toList();
  }

  private void send(
      StatefulSetPlus owner,
      Map<String, Revision> revisions,
      List<Action> moves,
      List<Outcome> outcomes) {
    moves.forEach(action -> announce(owner, action));
    List<WriteResult> results =
        writer.run(moves.stream().map(action -> write(owner, revisions, action)).toList());
    for (int i = 0; i < moves.size(); i++) {
      record(owner, moves.get(i), results.get(i));
      outcomes.add(new Outcome(moves.get(i), results.get(i)));
    }
  }

  /** The workload is gone. */
  public void forget(String ownerUid) {
    own.forget(ownerUid);
  }

  private static boolean needsClaims(Action action) {
    return action instanceof Action.CreateClaims
        || (action instanceof Action.CreatePod create && !create.missingClaims().isEmpty());
  }

  private void createClaims(StatefulSetPlus owner, Action action, List<Outcome> outcomes) {
    List<String> templates =
        action instanceof Action.CreatePod create
            ? create.missingClaims()
            : ((Action.CreateClaims) action).templates();
    int ordinal =
        action instanceof Action.CreatePod create
            ? create.ordinal()
            : ((Action.CreateClaims) action).ordinal();
    List<Write> writes =
        templates.stream()
            .map(template -> PodFactory.claim(owner, template, ordinal))
            .map(claim -> Write.create(Paths.claims(namespace(owner)), bytes(claim)))
            .toList();
    Action claims = new Action.CreateClaims(ordinal, templates);
    writer.run(writes).stream()
        .filter(result -> !alreadyThere(result))
        .forEach(result -> outcomes.add(new Outcome(claims, result)));
  }

  static boolean alreadyThere(WriteResult result) {
    return result instanceof WriteResult.Refused refused && refused.code() == 409;
  }

  private Write write(StatefulSetPlus owner, Map<String, Revision> revisions, Action action) {
    String namespace = namespace(owner);
    return switch (action) {
      case Action.CreatePod create -> {
        Revision revision =
            Objects.requireNonNull(
                revisions.get(create.revision()), () -> "no revision " + create.revision());
        yield Write.create(
            Paths.pods(namespace),
            bytes(NewPods.pod(owner, revision.template(), revision.name(), create.ordinal())));
      }
      case Action.DeletePod delete -> {
        PodState pod = delete.pod();
        yield Write.delete(Paths.pod(namespace, pod.name()), pod.uid(), delete.version(), null);
      }
      case Action.FixIdentity fix ->
          Write.mergePatch(
              Paths.pod(namespace, fix.pod().name()),
              bytes(
                  Map.of(
                      "metadata",
                      Map.of(
                          "uid",
                          fix.pod().uid(),
                          "labels",
                          PodFactory.identity(fix.pod().name(), fix.pod().ordinal())))));
      case Action.SetClaimOwners set -> owners(namespace, set);
      case Action.CreateClaims claims ->
          throw new IllegalArgumentException("claims are made before: " + claims);
      case Action.UpdatePod update ->
          throw new IllegalArgumentException("living pods are changed apart: " + update);
      case Action.SwitchPod step ->
          throw new IllegalArgumentException("living pods are changed apart: " + step);
      case Action.SetGate set -> throw new IllegalArgumentException("gates are set apart: " + set);
    };
  }

  private Write owners(String namespace, Action.SetClaimOwners set) {
    Map<String, Object> metadata =
        Map.of("resourceVersion", set.claim().resourceVersion(), "ownerReferences", set.owners());
    return Write.mergePatch(
        Paths.claim(namespace, set.claim().name()), bytes(Map.of("metadata", metadata)));
  }

  private void announce(StatefulSetPlus owner, Action action) {
    if (action instanceof Action.DeletePod delete) {
      own.deleting(owner.getMetadata().getUid(), delete.pod().uid());
    }
  }

  private void record(StatefulSetPlus owner, Action action, WriteResult result) {
    String ownerUid = owner.getMetadata().getUid();
    if (action instanceof Action.CreatePod create && result instanceof WriteResult.Done done) {
      String name = owner.getMetadata().getName() + "-" + create.ordinal();
      own.created(ownerUid, namespace(owner) + "/" + name, done, create.revision());
    } else if (action instanceof Action.SetClaimOwners set) {
      own.claimed(ownerUid, set.claim(), result);
    } else if (action instanceof Action.DeletePod delete) {
      own.deleted(ownerUid, delete.pod().uid(), delete.version(), result);
    }
  }

  private byte[] bytes(Object object) {
    return json.asJson(object).getBytes(StandardCharsets.UTF_8);
  }

  private static String namespace(StatefulSetPlus owner) {
    return owner.getMetadata().getNamespace();
  }
}
