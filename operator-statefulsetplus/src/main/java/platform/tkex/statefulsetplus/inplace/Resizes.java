package platform.tkex.statefulsetplus.inplace;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Amounts of resources: whether they are equal, and the patch from one to another. */
final class Resizes {
  private Resizes() {}

  static boolean same(@Nullable ResourceRequirements one, @Nullable ResourceRequirements other) {
    ResourceRequirements a = Objects.requireNonNullElseGet(one, ResourceRequirements::new);
    ResourceRequirements b = Objects.requireNonNullElseGet(other, ResourceRequirements::new);
    return covers(a.getRequests(), b.getRequests())
        && covers(b.getRequests(), a.getRequests())
        && covers(a.getLimits(), b.getLimits())
        && covers(b.getLimits(), a.getLimits());
  }

  /** Every amount that is asked for is given exactly. */
  static boolean covers(
      @Nullable Map<String, Quantity> given, @Nullable Map<String, Quantity> asked) {
    Map<String, Quantity> have = given == null ? Map.of() : given;
    return asked == null
        || asked.entrySet().stream()
            .allMatch(amount -> {
              Quantity found = have.get(amount.getKey());
              return found != null && found.compareTo(amount.getValue()) == 0;
            });
  }

  /** A merge of maps leaves what is not named: what goes is named with null. */
  static Map<String, Object> patch(
      @Nullable ResourceRequirements was, ResourceRequirements wanted) {
    Map<String, Object> patch = new HashMap<>();
    patch.put("requests", amounts(was == null ? null : was.getRequests(), wanted.getRequests()));
    patch.put("limits", amounts(was == null ? null : was.getLimits(), wanted.getLimits()));
    return patch;
  }

  private static Map<String, @Nullable Object> amounts(
      @Nullable Map<String, Quantity> was, @Nullable Map<String, Quantity> wanted) {
    Map<String, @Nullable Object> amounts = new HashMap<>();
    if (was != null) {
      was.keySet().forEach(name -> amounts.put(name, null));
    }
    if (wanted != null) {
      amounts.putAll(wanted);
    }
    return amounts;
  }
}
