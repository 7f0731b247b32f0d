package platform.tkex.statefulsetplus.abswitch;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which of two containers has more: by memory, then cpu; by limits, then requests. */
final class Sizes {
  private static final List<String> RESOURCES = List.of("memory", "cpu");

  private Sizes() {}

  /** Negative, zero or positive, as the first has less, as much or more than the second. */
  static int compare(@Nullable ResourceRequirements one, @Nullable ResourceRequirements other) {
    ResourceRequirements a = Objects.requireNonNullElseGet(one, ResourceRequirements::new);
    ResourceRequirements b = Objects.requireNonNullElseGet(other, ResourceRequirements::new);
    for (String resource : RESOURCES) {
      int limits = compare(a.getLimits(), b.getLimits(), resource, null);
      int order =
          limits != 0
              ? limits
              : compare(a.getRequests(), b.getRequests(), resource, BigDecimal.ZERO);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** What has no amount has the default; null is without limit, and so the most. */
  private static int compare(
      @Nullable Map<String, Quantity> one,
      @Nullable Map<String, Quantity> other,
      String resource,
      @Nullable BigDecimal absent) {
    BigDecimal a = amount(one, resource, absent);
    BigDecimal b = amount(other, resource, absent);
    if (a == null || b == null) {
      return Boolean.compare(a == null, b == null);
    }
    return a.compareTo(b);
  }

  private static @Nullable BigDecimal amount(
      @Nullable Map<String, Quantity> amounts, String resource, @Nullable BigDecimal absent) {
    Quantity amount = amounts == null ? null : amounts.get(resource);
    return amount == null ? absent : amount.getNumericalAmount();
  }
}
