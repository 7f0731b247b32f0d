package platform.tkex.statefulsetplus;

import java.util.ArrayList;
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

  private static List<Note> successes(List<PodActions.Outcome> outcomes) {
    Map<String, List<Integer>> created = new TreeMap<>();
    Map<String, List<Integer>> deleted = new TreeMap<>();
    Map<String, List<Integer>> updated = new TreeMap<>();
    for (PodActions.Outcome outcome : outcomes) {
      if (!outcome.result().done()) {
        continue;
      }
      switch (outcome.action()) {
        case Action.CreatePod create -> add(created, create.revision(), create.ordinal());
        case Action.DeletePod delete -> add(deleted, delete.why(), delete.pod().ordinal());
        case Action.UpdatePod update -> add(updated, update.revision(), update.pod().ordinal());
        case Action.CreateClaims claims -> {}
        case Action.FixIdentity fix -> {}
        case Action.SetClaimOwners set -> {}
      }
    }
    List<Note> notes = new ArrayList<>();
    deleted.forEach((why, ordinals) ->
        notes.add(Note.normal(Reason.SUCCESSFUL_DELETE, "Deleted " + pods(ordinals) + ": " + why)));
    updated.forEach((revision, ordinals) ->
        notes.add(
            Note.normal(
                Reason.SUCCESSFUL_UPDATE,
                "Updated " + pods(ordinals) + " in place to " + revision)));
    created.forEach((revision, ordinals) ->
        notes.add(
            Note.normal(
                Reason.SUCCESSFUL_CREATE, "Created " + pods(ordinals) + " at " + revision)));
    return notes;
  }

  private static void add(Map<String, List<Integer>> to, String key, int ordinal) {
    to.computeIfAbsent(key, _ -> new ArrayList<>()).add(ordinal);
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
          case Action.FixIdentity fix -> "pod " + fix.pod().name();
          case Action.SetClaimOwners set -> "claim " + set.claim().name();
        };
    return object + ": " + refused.message();
  }
}
