package platform.tkex.statefulsetplus.release;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import platform.tkex.statefulsetplus.model.Ordinals;

/**
 * One batch that was started; its members are fixed from then on, but for scaling.
 *
 * @param order from 1
 * @param takesRest it was started as the last one, so it also takes what scale-out adds
 * @param failed pods that were not done when the deadline passed
 */
public record Batch(
    int order,
    Ordinals ordinals,
    boolean takesRest,
    Outcome outcome,
    int failed,
    Instant startTime,
    @Nullable Instant endTime) {

  /** How a started batch stands. */
  public enum Outcome {
    PROGRESSING,
    SUCCEEDED,
    FAILED,
    ROLLED_BACK
  }

  static Batch started(int order, Ordinals ordinals, boolean takesRest, Instant now) {
    return new Batch(order, ordinals, takesRest, Outcome.PROGRESSING, 0, now, null);
  }

  Batch withOrdinals(Ordinals members) {
    return new Batch(order, members, takesRest, outcome, failed, startTime, endTime);
  }

  Batch ended(Outcome how, int failedPods, Instant now) {
    return new Batch(order, ordinals, takesRest, how, failedPods, startTime, now);
  }

  Batch reopened() {
    return new Batch(order, ordinals, takesRest, Outcome.PROGRESSING, 0, startTime, null);
  }
}
