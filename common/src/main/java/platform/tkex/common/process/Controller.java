package platform.tkex.common.process;

import java.time.Duration;

/** What a controller process runs while it leads. */
public interface Controller {

  /** Short and constant, for example {@code statefulsetplus}: names lease, metrics, user agent. */
  String name();

  /**
   * Starts to watch and act; returns once started. Called at most once, and only while the process
   * leads.
   *
   * @throws RuntimeException when it cannot run; the process ends
   */
  void start(ControllerContext context);

  /** Whether its caches are filled and its watches run; asked by readiness probes after start. */
  boolean ready();

  /** Takes no new passes and waits for those under way, no longer than given. */
  void stop(Duration timeout);
}
