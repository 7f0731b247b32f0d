package platform.tkex.statefulsetplus.release;

import java.util.ArrayList;
import java.util.List;
import platform.tkex.statefulsetplus.model.BatchConfig;

/** How many pods each batch gets: {@code batchNum} and {@code podsNumToUpdate} put into numbers. */
public final class BatchSizes {
  private BatchSizes() {}

  /**
   * Size of one batch when it starts.
   *
   * @param order of the batch, from 1; one beyond batchNum (the plan was cut) takes what is left
   * @param replicas of the workload now, base of percentages
   * @param remaining pods that no batch has taken yet
   */
  public static int of(BatchConfig config, int order, int replicas, int remaining) {
    if (order >= config.batchNum()) {
      return remaining;
    }
    if (order <= config.sizes().size()) {
      return Math.min(remaining, config.sizes().get(order - 1).roundedUp(replicas));
    }
    int batchesLeft = config.batchNum() - order + 1;
    return (remaining + batchesLeft - 1) / batchesLeft;
  }

  /** One batch of a plan that has not started. */
  public record Planned(int order, int size) {}

  /** The batches from {@code order} on that get pods; the others are skipped. */
  public static List<Planned> plan(BatchConfig config, int order, int replicas, int remaining) {
    List<Planned> planned = new ArrayList<>();
    int left = remaining;
    for (int next = order; left > 0; next++) {
      int size = of(config, next, replicas, left);
      if (size > 0) {
        planned.add(new Planned(next, size));
        left -= size;
      }
    }
    return planned;
  }
}
