package platform.tkex.common.process;

/** Exit codes of every controller; part of the operations guide. */
public final class ExitCodes {

  /** Stopped as asked. */
  public static final int OK = 0;

  /** Unexpected failure at start or while running; the log says which. */
  public static final int FAILED = 1;

  /** A flag, an environment variable or the kubeconfig is wrong; standard error says which. */
  public static final int USAGE = 2;

  /** Lost the lease: the process ends so that nothing of it writes beside the new leader. */
  public static final int LEASE_LOST = 3;

  /** Asked to stop, and not everything ended within the deadline. */
  public static final int STOP_TIMEOUT = 4;

  private ExitCodes() {}
}
