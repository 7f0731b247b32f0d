package platform.tkex.common.leader;

/**
 * Whether this process may write now.
 *
 * <p>It is asked before each write. A write that is already under way when the fence falls may
 * still take effect, so every write also carries a precondition (UID, resourceVersion, or a name
 * that only one object can have).
 */
@FunctionalInterface
public interface Fence {

  /** True only while no other process can have become leader; cheap and safe from any thread. */
  boolean held();

  /** For processes without leader election. */
  static Fence always() {
    return () -> true;
  }
}
