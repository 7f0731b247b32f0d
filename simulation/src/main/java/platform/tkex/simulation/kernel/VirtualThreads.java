package platform.tkex.simulation.kernel;

import java.lang.reflect.Constructor;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Virtual threads that run on a scheduler of ours.
 *
 * <p>JDK 25 has them (its own tests use them) but does not offer them: the JVM needs {@code
 * --add-opens java.base/java.lang=ALL-UNNAMED}. With them product code may block, lock and wait as
 * it does on a machine, and still everything runs on one thread in an order that a seed decides.
 */
final class VirtualThreads {

  private static final Constructor<?> BUILDER = builder();

  private VirtualThreads() {}

  /** Each continuation of such a thread is one task of the scheduler. */
  static ThreadFactory on(Executor scheduler) {
    try {
      Thread.Builder.OfVirtual threads = (Thread.Builder.OfVirtual) BUILDER.newInstance(scheduler);
      return threads.factory();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Constructor<?> builder() {
    try {
      Constructor<?> builder =
          Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
              .getDeclaredConstructor(Executor.class);
      builder.setAccessible(true);
      return builder;
    } catch (ReflectiveOperationException | RuntimeException e) {
      throw new IllegalStateException(
          "a simulation needs JDK 25 and --add-opens java.base/java.lang=ALL-UNNAMED", e);
    }
  }
}
