package platform.tkex.common.process;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Optional;
import platform.tkex.common.health.HealthCheck;

/** Threads that wait for each other for ever: what a restart cures. */
final class Deadlocks {

  private Deadlocks() {}

  static HealthCheck check() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return () -> {
      long[] deadlocked = threads.findDeadlockedThreads();
      return deadlocked == null
          ? Optional.empty()
          : Optional.of(deadlocked.length + " threads are deadlocked");
    };
  }
}
