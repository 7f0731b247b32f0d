package platform.tkex.common.logging;

/** Keys of key-value logging: one name for one fact, in every controller. */
public final class LogKeys {

  /** Name of the controller, as in metrics. */
  public static final String CONTROLLER = "controller";

  public static final String KIND = "kind";
  public static final String NAMESPACE = "namespace";
  public static final String NAME = "name";
  public static final String UID = "uid";
  public static final String GENERATION = "generation";
  public static final String RESOURCE_VERSION = "resourceVersion";

  /** One pass; every line of it carries the same value. */
  public static final String RECONCILE_ID = "reconcileId";

  public static final String POD = "pod";
  public static final String NODE = "node";
  public static final String REVISION = "revision";
  public static final String BATCH = "batch";
  public static final String ACTION = "action";
  public static final String REASON = "reason";
  public static final String COUNT = "count";

  /** HTTP status of an answer. */
  public static final String CODE = "code";

  public static final String LEASE = "lease";
  public static final String HOLDER = "holder";
  public static final String ADDRESS = "address";
  public static final String VERSION = "version";
  public static final String EXIT_CODE = "exitCode";
  public static final String DURATION_MS = "durationMs";

  private LogKeys() {}
}
