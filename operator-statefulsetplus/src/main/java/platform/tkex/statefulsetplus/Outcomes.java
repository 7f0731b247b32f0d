package platform.tkex.statefulsetplus;

import java.util.Optional;
import platform.tkex.common.write.WriteResult;
import platform.tkex.statefulsetplus.act.PodActions;
import platform.tkex.statefulsetplus.events.Note;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.plan.Action;

/** Tells of writes that did not work; those that did are told by the release's own Events. */
final class Outcomes {
  private Outcomes() {}

  static Optional<Note> note(PodActions.Outcome outcome) {
    return switch (outcome.result()) {
      case WriteResult.Done done -> Optional.empty();
      case WriteResult.NotSent notSent -> Optional.empty();
      case WriteResult.Unknown unknown -> Optional.empty();
      // gone, or there already: the cache is on its way
      case WriteResult.Refused refused when refused.code() == 404 || refused.code() == 409 ->
          Optional.empty();
      case WriteResult.Refused refused ->
          Optional.of(Note.warning(reason(outcome.action()), what(outcome, refused)));
    };
  }

  private static Reason reason(Action action) {
    return switch (action) {
      case Action.CreatePod create -> Reason.FAILED_CREATE;
      case Action.CreateClaims create -> Reason.FAILED_CREATE;
      case Action.DeletePod delete -> Reason.FAILED_DELETE;
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
          case Action.FixIdentity fix -> "pod " + fix.pod().name();
          case Action.SetClaimOwners set -> "claim " + set.claim().name();
        };
    return object + ": " + refused.message();
  }
}
