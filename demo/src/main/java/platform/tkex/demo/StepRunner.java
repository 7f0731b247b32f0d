package platform.tkex.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Looks at a workload again and again, shows it, and asks a step's expectation until it decides.
 */
final class StepRunner {
  /** Puts the thread to sleep; a test passes its own. */
  @FunctionalInterface
  interface Pause {
    /** Waits a moment. */
    void await() throws InterruptedException;
  }

  private final Supplier<Optional<ReleaseView>> source;
  private final Screen screen;
  private final InstantSource clock;
  private final Pause pause;

  StepRunner(
      Supplier<Optional<ReleaseView>> source, Screen screen, InstantSource clock, Pause pause) {
    this.source = source;
    this.screen = screen;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Waits until the expectation is met.
   *
   * @return the view that met it
   * @throws StepFailed when it cannot be met any more, or not in time
   */
  ReleaseView await(String what, Expectation expectation, Duration timeout)
      throws InterruptedException, StepFailed {
    Instant end = clock.instant().plus(timeout);
    String last = "its status was never seen";
    while (true) {
      Optional<ReleaseView> seen = source.get();
      Instant now = clock.instant();
      if (seen.isPresent()) {
        ReleaseView view = seen.get();
        screen.show(view, now);
        last = ReleaseTable.line(view);
        switch (expectation.look(view, now)) {
          case Verdict.Done done -> {
            screen.say("   done: " + done.proof());
            return view;
          }
          case Verdict.Broken broken -> throw new StepFailed(what + ": " + broken.why());
          case Verdict.Waiting waiting -> {}
        }
      }
      if (!now.isBefore(end)) {
        throw new StepFailed(
            "%s: not within %d s; the last status was: %s"
                .formatted(what, timeout.toSeconds(), last));
      }
      pause.await();
    }
  }
}
