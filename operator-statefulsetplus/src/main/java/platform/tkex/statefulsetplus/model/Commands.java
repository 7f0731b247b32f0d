package platform.tkex.statefulsetplus.model;

/**
 * Values of the annotations that act once; empty text for an absent one.
 *
 * <p>They act when a value appears or changes, so the values that were already seen are kept in
 * status and compared on every pass.
 */
public record Commands(
    String confirmBatch, String rollback, String rollbackMode, String rollbackBatch, String retry) {
  public static final Commands NONE = new Commands("", "", "", "", "");

  /** What is kept of them: a mode only goes with a rollback and acts not by itself. */
  public Commands remembered() {
    return new Commands(confirmBatch, rollback, "", rollbackBatch, retry);
  }
}
