package platform.tkex.demo;

import java.time.Instant;

/** Where the demo shows itself. */
interface Screen extends AutoCloseable {
  /** A new step of the demo begins. */
  void step(String title);

  /** What the status says now. */
  void show(ReleaseView view, Instant now);

  /** A sentence that stays. */
  void say(String text);

  /** Leaves the terminal as it was; may be called more than once. */
  @Override
  void close();
}
