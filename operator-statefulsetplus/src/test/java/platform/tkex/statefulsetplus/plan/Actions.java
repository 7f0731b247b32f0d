package platform.tkex.statefulsetplus.plan;

import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Actions in the words of the tables. */
final class Actions {
  private Actions() {}

  static List<String> texts(List<Action> actions) {
    return actions.stream().map(Actions::text).toList();
  }

  private static String text(Action action) {
    return switch (action) {
      case Action.CreatePod create ->
          "create %d at %s %s"
              .formatted(
                  create.ordinal(), create.revision(), String.join(" ", create.missingClaims()))
              .strip();
      case Action.DeletePod delete ->
          "delete %d: %s".formatted(delete.pod().ordinal(), delete.why());
      case Action.UpdatePod update ->
          "update %d to %s: %s".formatted(update.pod().ordinal(), update.revision(), update.why());
      case Action.SwitchPod step ->
          "%s %d".formatted(step.step().name().toLowerCase(Locale.ROOT), step.pod().ordinal());
      case Action.SetGate set ->
          set.open()
              ? "open " + set.pod().ordinal()
              : "close %d for %s".formatted(set.pod().ordinal(), set.revision());
      case Action.CreateClaims claims ->
          "claims of %d: %s".formatted(claims.ordinal(), String.join(" ", claims.templates()));
      case Action.FixIdentity fix -> "fix " + fix.pod().ordinal();
      case Action.SetClaimOwners set ->
          "owners of %s: %s"
              .formatted(
                  set.claim().name(),
                  set.owners().stream().map(Actions::text).collect(Collectors.joining(" ")));
    };
  }

  private static String text(OwnerReference owner) {
    return "%s/%s/%s%s"
        .formatted(
            owner.getKind(),
            owner.getName(),
            owner.getUid(),
            Boolean.TRUE.equals(owner.getController()) ? "*" : "");
  }
}
