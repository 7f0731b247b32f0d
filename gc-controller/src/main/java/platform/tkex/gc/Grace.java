package platform.tkex.gc;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Since when leftovers have been seen without their workload. The cluster's own garbage collector
 * is to remove them; this controller only does what that did not.
 */
final class Grace {
  private final Duration length;
  private final Map<String, Map<String, Instant>> since = new ConcurrentHashMap<>();

  Grace(Duration length) {
    this.length = length;
  }

  /**
   * Those that have been orphans for long enough.
   *
   * @param orphans UIDs of all that are now; who is not among them any more begins anew
   */
  Set<String> overdue(String namespace, Set<String> orphans, Instant now) {
    Map<String, Instant> before = since.getOrDefault(namespace, Map.of());
    Map<String, Instant> all = new HashMap<>();
    orphans.forEach(uid -> all.put(uid, before.getOrDefault(uid, now)));
    if (all.isEmpty()) {
      since.remove(namespace);
    } else {
      since.put(namespace, all);
    }
    return all.entrySet().stream()
        .filter(entry -> !entry.getValue().plus(length).isAfter(now))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  void forget(String namespace) {
    since.remove(namespace);
  }
}
