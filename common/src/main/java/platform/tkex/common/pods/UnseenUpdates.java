package platform.tkex.common.pods;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
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
   * @param content what the object has with it, as its writer calls it
   * @param doubtUntil null when the server confirmed it; else it may or may not have happened, and
   *     may still happen until then
   */
  public record Update(String version, String content, @Nullable Instant doubtUntil) {
    private boolean isOver(String seen, Instant now) {
      return doubtUntil == null
          ? ResourceVersions.reaches(seen, version)
          : !seen.equals(version) || !doubtUntil.isAfter(now);
    }
  }

  /** The server confirmed a change; {@code version} is the object's since. */
  public synchronized void done(String ownerUid, String uid, String version, String content) {
    of(ownerUid).put(uid, new Update(version, content, null));
  }

  /** The outcome of a change that was bound to {@code version} is not known. */
  public synchronized void unknown(
      String ownerUid, String uid, String version, String content, Instant now) {
    of(ownerUid).put(uid, new Update(version, content, now.plus(DOUBT)));
  }

  /** The change that a cache which shows the object at {@code version} does not know; or null. */
  public synchronized @Nullable Update unseen(
      String ownerUid, String uid, String version, Instant now) {
    Map<String, Update> updates = byOwner.getOrDefault(ownerUid, Map.of());
    Update update = updates.get(uid);
    if (update != null && update.isOver(version, now)) {
      updates.remove(uid);
      return null;
    }
    return update;
  }

  /**
   * Forgets those of the owner's objects that are gone.
   *
   * @param uids of those that are there; only asked for when any is remembered
   */
  public synchronized void retain(String ownerUid, Supplier<Set<String>> uids) {
    Map<String, Update> updates = byOwner.getOrDefault(ownerUid, Map.of());
    if (!updates.isEmpty()) {
      updates.keySet().retainAll(uids.get());
    }
  }

  /** The owner is gone. */
  public synchronized void forget(String ownerUid) {
    byOwner.remove(ownerUid);
  }

  private Map<String, Update> of(String ownerUid) {
    return byOwner.computeIfAbsent(ownerUid, _ -> new HashMap<>());
  }
}
