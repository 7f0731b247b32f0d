package platform.tkex.common.health;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One named question about the process; asked on each probe, so it must answer from memory. */
@FunctionalInterface
public interface HealthCheck {

  /** Empty when well, else what is wrong, for people. */
  Optional<String> problem();

  /** From a condition, with one fixed text for its absence. */
  static HealthCheck of(BooleanSupplier well, String problem) {
    return () -> well.getAsBoolean() ? Optional.empty() : Optional.of(problem);
  }
}
