package platform.tkex.simulation.scenario;

import java.util.List;

/**
 * A release in batches, as users write it.
 *
 * @param sizes whole numbers or "NN%"
 * @param maxUnavailable whole number or "NN%", empty for the default
 * @param tolerance whole number or "NN%"
 */
public record Plan(
    int batches,
    boolean auto,
    int intervalMinutes,
    List<String> sizes,
    boolean serial,
    String maxUnavailable,
    int timeoutSeconds,
    String tolerance,
    String rollbackScope) {

  /** What a whole number or a percentage of so many pods comes to, rounded down. */
  public static int amount(String text, int of, int otherwise) {
    if (text.isEmpty()) {
      return otherwise;
    }
    return text.endsWith("%")
        ? of * Integer.parseInt(text.substring(0, text.length() - 1)) / 100
        : Integer.parseInt(text);
  }

  /** Pods of a batch that may be down at once, by the user's will. */
  public int budget(int batchSize) {
    return serial ? 1 : Math.max(1, amount(maxUnavailable, batchSize, batchSize));
  }
}
