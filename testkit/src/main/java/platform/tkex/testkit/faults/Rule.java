package platform.tkex.testkit.faults;

/**
 * Decides about each request but watches; both methods may block, and are called by many threads.
 */
@FunctionalInterface
public interface Rule {

  /** Called before the request goes on to the API server. */
  Fault decide(ApiRequest request);

  /** Called when the API server has answered and before the sender gets to see anything. */
  default void tookEffect(ApiRequest request) {}
}
