package platform.tkex.bench.speed;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Which pods are there, and how many of them are ready and new. Thread-safe. */
final class Tally {
  private final Map<String, Sighting> pods = new HashMap<>();
  private final Set<String> old = new HashSet<>();
  private int readyAndNew;

  synchronized void see(Sighting sighting) {
    Sighting before = pods.get(sighting.name());
    boolean gone = sighting.type().equals("DELETED");
    if (gone && (before == null || !before.uid().equals(sighting.uid()))) {
      return;
    }
    readyAndNew -= counts(before);
    if (gone) {
      pods.remove(sighting.name());
    } else {
      pods.put(sighting.name(), sighting);
      readyAndNew += counts(sighting);
    }
    notifyAll();
  }

  private int counts(@Nullable Sighting pod) {
    return pod != null && pod.ready() && !old.contains(pod.uid()) ? 1 : 0;
  }

  /** From now on only pods that are not there yet count as new. */
  synchronized void beginAnew() {
    old.clear();
    pods.values().forEach(pod -> old.add(pod.uid()));
    readyAndNew = 0;
  }

  synchronized int ready() {
    return readyAndNew;
  }

  /** By name, those that are there. */
  synchronized Map<String, String> uids() {
    Map<String, String> uids = new HashMap<>();
    pods.forEach((name, pod) -> uids.put(name, pod.uid()));
    return uids;
  }

  /** Waits until so many new pods are ready; whether they were in time. */
  synchronized boolean awaitReady(int wanted, Duration limit) throws InterruptedException {
    return await(() -> readyAndNew == wanted && pods.size() == wanted, limit);
  }

  /** Waits until there is none; whether that was in time. */
  synchronized boolean awaitGone(Duration limit) throws InterruptedException {
    return await(pods::isEmpty, limit);
  }

  private boolean await(BooleanSupplier condition, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
