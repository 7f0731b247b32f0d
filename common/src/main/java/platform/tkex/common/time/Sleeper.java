package platform.tkex.common.time;

import java.time.Duration;

/** Lets time pass for the calling thread; a simulation advances its virtual clock instead. */
@FunctionalInterface
public interface Sleeper {

  /**
   * Returns after the given time; at once when it is zero or negative.
   *
   * @throws InterruptedException when the thread is interrupted meanwhile
   */
  void sleep(Duration time) throws InterruptedException;

  /** The machine's own. */
  static Sleeper system() {
    return time -> {
      if (time.isPositive()) {
        Thread.sleep(time);
      }
    };
  }
}
