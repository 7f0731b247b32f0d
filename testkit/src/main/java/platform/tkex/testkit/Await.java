package platform.tkex.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ThrowingRunnable;

/**
 * Waiting for conditions.
 *
 * <p>The longest wait is {@code TKEX_AWAIT_SECONDS} (120) for every condition: a limit for broken
 * code on a slow machine, not an expectation of speed.
 */
public final class Await {

  private static final Duration LIMIT =
      Duration.ofSeconds(Long.parseLong(System.getenv().getOrDefault("TKEX_AWAIT_SECONDS", "120")));
  private static final Duration INTERVAL = Duration.ofMillis(100);

  private Await() {}

  /** Waits until the condition holds; {@code what} completes the sentence "expected that ...". */
  public static void until(String what, Callable<Boolean> condition) {
    waiting(what).until(condition);
  }

  /** Waits until the asserts pass; the last failure is what the reader gets to see. */
  public static void untilAsserted(String what, ThrowingRunnable asserts) {
    waiting(what).untilAsserted(asserts);
  }

  private static ConditionFactory waiting(String what) {
    return Awaitility.await(what).atMost(LIMIT).pollDelay(Duration.ZERO).pollInterval(INTERVAL);
  }
}
