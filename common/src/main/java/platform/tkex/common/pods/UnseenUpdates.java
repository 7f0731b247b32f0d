package platform.tkex.common.pods;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Own changes of objects that the caches do not show yet: until they do, their view of such an
 * object is older than the last own write. Each change is bound to the version of the object that
 * it was decided upon. Thread-safe.
 */
public final class UnseenUpdates {
  /** As long as an API server works on a request: its {@code --request-timeout}. */
  private static final Duration DOUBT = Duration.ofMinutes(1);

  private final Map<String, Map<String, Update>> byOwner = new HashMap<>();

  /**
   * The last change of one object.
   *
   * @param version of the object after the change; before it, when its outcome is unknown
   * @param doubtUntil null when the server confirmed it; else it may or may not have happened, and
   *     may still happen until then
   */
  private record Update(String version, @Nullable Instant doubtUntil) {
    boolean isOver(String seen, Instant now) {
      return doubtUntil == null
          ? ResourceVersions.reaches(seen, version)
          : !seen.equals(version) || !doubtUntil.isAfter(now);
    }
  }

  /** The server confirmed a change; {@code version} is the object's since. */
  public synchronized void done(String ownerUid, String uid, String version) {
    of(ownerUid).put(uid, new Update(version, null));
  }

  /** The outcome of a change that was bound to {@code version} is not known. */
  public synchronized void unknown(String ownerUid, String uid, String version, Instant now) {
    of(ownerUid).put(uid, new Update(version, now.plus(DOUBT)));
  }

  /** Whether the object may be another than a cache shows it, which has it at {@code version}. */
  public synchronized boolean contains(String ownerUid, String uid, String version, Instant now) {
    Map<String, Update> updates = byOwner.getOrDefault(ownerUid, Map.of());
    Update update = updates.get(uid);
    if (update == null) {
      return false;
    }
    if (update.isOver(version, now)) {
      updates.remove(uid);
      return false;
    }
    return true;
  }

  /** The owner is gone. */
  public synchronized void forget(String ownerUid) {
    byOwner.remove(ownerUid);
  }

  private Map<String, Update> of(String ownerUid) {
    return byOwner.computeIfAbsent(ownerUid, _ -> new HashMap<>());
  }
}
