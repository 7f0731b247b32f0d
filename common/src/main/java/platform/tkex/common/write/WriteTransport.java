package platform.tkex.common.write;

import java.time.Duration;

/** Sends one write and waits for what became of it; the seam where a simulated server goes. */
@FunctionalInterface
public interface WriteTransport {

  /**
   * Blocks until the outcome is known or known to be unknown.
   *
   * @throws Throttled when the server did nothing and asked to come back later (429)
   */
  WriteResult send(Write write);

  /** The server is overloaded and did nothing. */
  final class Throttled extends RuntimeException {
    private final Duration retryAfter;
    private final WriteResult.Refused refusal;

    /**
     * @param retryAfter zero when the server named none
     * @param refusal what the caller gets when it asked often enough
     */
    public Throttled(Duration retryAfter, WriteResult.Refused refusal) {
      super(refusal.message(), null, false, false);
      this.retryAfter = retryAfter;
      this.refusal = refusal;
    }

    public Duration retryAfter() {
      return retryAfter;
    }

    public WriteResult.Refused refusal() {
      return refusal;
    }
  }
}
