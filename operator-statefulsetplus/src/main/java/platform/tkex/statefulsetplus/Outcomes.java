package platform.tkex.statefulsetplus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import platform.tkex.common.write.WriteResult;
import platform.tkex.statefulsetplus.act.PodActions;
import platform.tkex.statefulsetplus.events.Note;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.Ordinals;
import platform.tkex.statefulsetplus.plan.Action;

/** Tells what a pass did: in one Event per kind of success, and of every refusal by itself. */
final class Outcomes {
  private Outcomes() {}

  /**
   * The notes of one pass.
   *
   * @param isTaken whether a pod that is not the workload's stands at the ordinal; it has to go
   *     before the workload's own can come, and nobody but a person can tell whether it may
   */
  static List<Note> notes(List<PodActions.Outcome> outcomes, IntPredicate isTaken) {
    List<Note> notes = new ArrayList<>(successes(outcomes));
    outcomes.forEach(outcome -> refusal(outcome, isTaken).ifPresent(notes::add));
    return notes;
  }

  /** What is told of all pods with which a pass has done the same. */
  private record Told(Reason reason, boolean warning, String before, String after) {
    Note of(List<Integer> ordinals) {
      return new Note(reason, warning, before + " " + pods(ordinals) + after);
    }
  }

  private static List<Note> successes(List<PodActions.Outcome> outcomes) {
    Comparator<Told> order =
        Comparator.comparingInt((Told told) -> IN_TURN.indexOf(told.reason()))
            .thenComparing(Told::after);
    Map<Told, List<Integer>> done = new TreeMap<>(order);
    for (PodActions.Outcome outcome : outcomes) {
      if (outcome.result().done()) {
        told(outcome.action())
            .ifPresent(told ->
                done.computeIfAbsent(told, _ -> new ArrayList<>()).add(ordinal(outcome.action())));
      }
    }
    return done.entrySet().stream().map(told -> told.getKey().of(told.getValue())).toList();
  }

  /** Room is made before it is taken. */
  private static final List<Reason> IN_TURN =
      List.of(
          Reason.SUCCESSFUL_DELETE,
          Reason.SUCCESSFUL_UPDATE,
          Reason.SWITCHED,
          Reason.SWITCH_REPAIRED,
          Reason.SUCCESSFUL_CREATE);

  private static Optional<Told> told(Action action) {
    return switch (action) {
      case Action.CreatePod create ->
          Optional.of(
              new Told(Reason.SUCCESSFUL_CREATE, false, "Created", " at " + create.revision()));
      case Action.DeletePod delete ->
          Optional.of(new Told(Reason.SUCCESSFUL_DELETE, false, "Deleted", ": " + delete.why()));
      case Action.UpdatePod update ->
          Optional.of(
              new Told(
                  Reason.SUCCESSFUL_UPDATE, false, "Updated", " in place to " + update.revision()));
      case Action.SwitchPod step -> {
        boolean repairs = step.step().repairs();
        Reason reason = repairs ? Reason.SWITCH_REPAIRED : Reason.SWITCHED;
        yield Optional.of(new Told(reason, repairs, "In", " " + step.told()));
      }
      case Action.CreateClaims claims -> Optional.empty();
      case Action.SetGate set -> Optional.empty();
      case Action.FixIdentity fix -> Optional.empty();
      case Action.SetClaimOwners set -> Optional.empty();
    };
  }

  private static int ordinal(Action action) {
    return switch (action) {
      case Action.CreatePod create -> create.ordinal();
      case Action.DeletePod delete -> delete.pod().ordinal();
      case Action.UpdatePod update -> update.pod().ordinal();
      case Action.SwitchPod step -> step.pod().ordinal();
      default -> throw new IllegalArgumentException("nothing is told of " + action);
    };
  }

  private static String pods(List<Integer> ordinals) {
    String which = Ordinals.of(ordinals.stream().mapToInt(Integer::intValue).toArray()).toString();
    return ordinals.size() == 1 ? "pod " + which : ordinals.size() + " pods (" + which + ")";
  }

  private static Optional<Note> refusal(PodActions.Outcome outcome, IntPredicate isTaken) {
    return switch (outcome.result()) {
      case WriteResult.Done done -> Optional.empty();
      case WriteResult.NotSent notSent -> Optional.empty();
      case WriteResult.Unknown unknown -> Optional.empty();
      case WriteResult.Refused refused when refused.code() == 409 && isTaken(outcome, isTaken) ->
          Optional.of(
              Note.warning(
                  Reason.FAILED_CREATE,
                  "A pod that is not of this workload has the name; delete or rename it: "
                      + refused.message()));
      // gone, or there already: the cache is on its way
      case WriteResult.Refused refused when refused.code() == 404 || refused.code() == 409 ->
          Optional.empty();
      case WriteResult.Refused refused ->
          Optional.of(Note.warning(reason(outcome.action()), what(outcome, refused)));
    };
  }

  private static boolean isTaken(PodActions.Outcome outcome, IntPredicate isTaken) {
    return outcome.action() instanceof Action.CreatePod create && isTaken.test(create.ordinal());
  }

  private static Reason reason(Action action) {
    return switch (action) {
      case Action.CreatePod create -> Reason.FAILED_CREATE;
      case Action.CreateClaims create -> Reason.FAILED_CREATE;
      case Action.DeletePod delete -> Reason.FAILED_DELETE;
      case Action.UpdatePod update -> Reason.FAILED_UPDATE;
      case Action.SwitchPod step -> Reason.FAILED_UPDATE;
      case Action.SetGate set -> Reason.FAILED_UPDATE;
      case Action.FixIdentity fix -> Reason.FAILED_UPDATE;
      case Action.SetClaimOwners set -> Reason.FAILED_UPDATE;
    };
  }

  private static String what(PodActions.Outcome outcome, WriteResult.Refused refused) {
    String object =
        switch (outcome.action()) {
          case Action.CreatePod create -> "pod of ordinal " + create.ordinal();
          case Action.CreateClaims create -> "claims of ordinal " + create.ordinal();
          case Action.DeletePod delete -> "pod " + delete.pod().name();
          case Action.UpdatePod update -> "pod " + update.pod().name() + " in place";
          case Action.SwitchPod step -> "pod " + step.pod().name() + " in its switch";
          case Action.SetGate set -> "readiness gate of pod " + set.pod().name();
          case Action.FixIdentity fix -> "pod " + fix.pod().name();
          case Action.SetClaimOwners set -> "claim " + set.claim().name();
        };
    return object + ": " + refused.message();
  }
}
