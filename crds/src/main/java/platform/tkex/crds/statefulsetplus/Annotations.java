package platform.tkex.crds.statefulsetplus;

/** Annotations by which people and pipelines act on a release. */
public final class Annotations {
  /** {@code "true"} holds the release. */
  public static final String PAUSE = "platform.tkex/pause-auto-batchDeploy";

  /** {@code "<batchOrder>"} or {@code "<revision>/<batchOrder>"}. */
  public static final String CONFIRM_BATCH = "platform.tkex/confirm-batch";

  /** {@code "last-good"} or the name of a revision. */
  public static final String ROLLBACK = "platform.tkex/rollback";

  /** {@code "all-at-once"} or {@code "in-batches"}. */
  public static final String ROLLBACK_MODE = "platform.tkex/rollback-mode";

  /** {@code "<batchOrder>"}. */
  public static final String ROLLBACK_BATCH = "platform.tkex/rollback-batch";

  /** The revision that is to be tried again. */
  public static final String RETRY = "platform.tkex/retry";

  private Annotations() {}
}
