package platform.tkex.common.pods;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Remembers what this process wrote last to each object, so that it never acts on an older view of
 * it.
 *
 * <p>Thread-safe. Holds one entry for each object that was written and not yet seen again.
 */
public final class ResourceVersionGuard {

  private final Map<String, String> written = new ConcurrentHashMap<>();

  /** Call with the answer to each own write of the object. */
  public void wrote(String uid, String resourceVersion) {
    written.merge(uid, resourceVersion, (a, b) -> ResourceVersions.compare(a, b) >= 0 ? a : b);
  }

  /** Whether the observed object is older than the last own write to it. */
  public boolean isStale(String uid, String observedVersion) {
    String left =
        written.computeIfPresent(
            uid, (_, wrote) -> ResourceVersions.reaches(observedVersion, wrote) ? null : wrote);
    return left != null;
  }

  /** For objects that are gone. */
  public void forget(String uid) {
    written.remove(uid);
  }
}
