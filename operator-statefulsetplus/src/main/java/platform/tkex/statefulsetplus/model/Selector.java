package platform.tkex.statefulsetplus.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code spec.selector}: which pods and revisions are a workload's, and how it is written. */
public final class Selector {
  private final Map<String, String> labels;
  private final List<LabelSelectorRequirement> terms;

  /** The schema requires one; without one nothing is selected by mistake. */
  public Selector(@Nullable LabelSelector selector) {
    LabelSelector given = Objects.requireNonNull(selector, "required by the schema");
    labels = new TreeMap<>(Objects.requireNonNullElse(given.getMatchLabels(), Map.of()));
    terms = given.getMatchExpressions();
  }

  /** Whether the object's labels are what this selects. */
  public boolean matches(HasMetadata object) {
    Map<String, String> given =
        Objects.requireNonNullElse(object.getMetadata().getLabels(), Map.of());
    return given.entrySet().containsAll(labels.entrySet())
        && terms.stream().allMatch(term -> matches(term, given));
  }

  private static boolean matches(LabelSelectorRequirement term, Map<String, String> labels) {
    @Nullable String value = labels.get(term.getKey());
    return switch (term.getOperator()) {
      case "In" -> value != null && term.getValues().contains(value);
      case "NotIn" -> value == null || !term.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }

  /** As the scale subresource and {@code kubectl -l} take it. */
  @Override
  public String toString() {
    return Stream.concat(
            labels.entrySet().stream().map(label -> label.getKey() + "=" + label.getValue()),
            terms.stream().map(Selector::text))
        .collect(Collectors.joining(","));
  }

  private static String text(LabelSelectorRequirement term) {
    String values = String.join(",", term.getValues().stream().sorted().toList());
    return switch (term.getOperator()) {
      case "In" -> term.getKey() + " in (" + values + ")";
      case "NotIn" -> term.getKey() + " notin (" + values + ")";
      case "DoesNotExist" -> "!" + term.getKey();
      default -> term.getKey();
    };
  }
}
