package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A label selector as the text that the scale subresource and {@code kubectl -l} take. */
final class Selectors {
  private Selectors() {}

  static String text(@Nullable LabelSelector selector) {
    if (selector == null) {
      return "";
    }
    List<String> terms = new ArrayList<>();
    new TreeMap<>(Objects.requireNonNullElse(selector.getMatchLabels(), Map.<String, String>of()))
        .forEach((key, value) -> terms.add(key + "=" + value));
    selector.getMatchExpressions().forEach(term -> terms.add(text(term)));
    return String.join(",", terms);
  }

  private static String text(LabelSelectorRequirement term) {
    return switch (term.getOperator()) {
      case "In" -> term.getKey() + " in (" + String.join(",", term.getValues()) + ")";
      case "NotIn" -> term.getKey() + " notin (" + String.join(",", term.getValues()) + ")";
      case "DoesNotExist" -> "!" + term.getKey();
      default -> term.getKey();
    };
  }
}
