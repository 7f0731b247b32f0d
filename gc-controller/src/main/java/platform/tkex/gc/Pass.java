package platform.tkex.gc;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.queue.WorkQueue;
import platform.tkex.common.time.Ticker;
import platform.tkex.gc.act.Deletions;
import platform.tkex.gc.act.Deletions.Outcome;
import platform.tkex.gc.model.Referrer;
import platform.tkex.gc.model.Snapshot;
import platform.tkex.gc.model.Version;
import platform.tkex.gc.observe.LiveView;
import platform.tkex.gc.plan.Action;
import platform.tkex.gc.plan.Candidates;
import platform.tkex.gc.plan.Plan;
import platform.tkex.gc.plan.Planner;

/**
 * One pass over a namespace.
 *
 * <p>The order in which it reads is what keeps versions in use safe (docs/adr/0018): first the
 * versions with their resourceVersions, then everything that may refer to them, then the deletions,
 * which are refused if a version has changed since. Nothing else that it does or remembers matters
 * for that.
 */
final class Pass implements WorkQueue.Work<String> {
  /** Sources whose versions are looked at in one pass; the others come in the next. */
  private static final int MOST_SOURCES = 50;

  private static final Duration AT_ONCE = Duration.ofMillis(10);

  private final Function<String, Snapshot> caches;
  private final LiveView live;
  private final Planner planner;
  private final @Nullable Deletions deletions;
  private final Grace grace;
  private final Teller teller;
  private final GcMetrics metrics;
  private final Ticker ticker;
  private final Duration interval;

  /** By namespace and name of a ConfigMap, who referred to it when that was asked last. */
  private final Map<String, Map<String, Referrer>> referrers = new ConcurrentHashMap<>();

  /**
   * @param deletions null in a dry run
   * @param interval longest time to the next pass over a namespace
   */
  Pass(
      Function<String, Snapshot> caches,
      LiveView live,
      Planner planner,
      @Nullable Deletions deletions,
      Grace grace,
      Teller teller,
      GcMetrics metrics,
      Ticker ticker,
      Duration interval) {
    this.caches = caches;
    this.live = live;
    this.planner = planner;
    this.deletions = deletions;
    this.grace = grace;
    this.teller = teller;
    this.metrics = metrics;
    this.ticker = ticker;
    this.interval = interval;
  }

  @Override
  public Optional<Duration> pass(String namespace) {
    Snapshot seen = caches.apply(namespace);
    if (seen.isEmpty()) {
      referrers.remove(namespace);
      grace.forget(namespace);
      metrics.forget(namespace);
      return Optional.empty();
    }
    teller.flaws(namespace, seen.sources().values());
    Candidates candidates = planner.candidates(seen);
    boolean more = false;
    if (candidates.isEmpty()) {
      referrers.remove(namespace);
    } else {
      long start = ticker.nanos();
      more = clean(namespace, candidates);
      metrics.passed(ticker.since(start));
    }
    count(namespace, seen.versions(), candidates.versions());
    return Optional.of(more ? AT_ONCE : interval);
  }

  /** Whether there is more to do at once. */
  private boolean clean(String namespace, Candidates seen) {
    Map<String, Referrer> inUse = new HashMap<>(stillInUse(namespace, seen.names()));
    referrers.put(namespace, inUse);
    Candidates open = seen.without(inUse.keySet());
    Candidates first = open.ofSources(MOST_SOURCES);
    if (first.isEmpty()) {
      return false;
    }
    Snapshot now = live.snapshot(namespace, first);
    now = now.overdue(grace.overdue(namespace, Planner.orphans(now), now.now()));
    Set<String> unknown = planner.candidates(now).without(inUse.keySet()).names();
    inUse.putAll(live.references(namespace, unknown));
    Plan plan = planner.plan(now, Set.copyOf(inUse.keySet()));
    act(namespace, now, plan.actions());
    return deletions != null && (plan.more() || !first.equals(open));
  }

  private Map<String, Referrer> stillInUse(String namespace, Set<String> names) {
    Map<String, Referrer> remembered = new HashMap<>(referrers.getOrDefault(namespace, Map.of()));
    remembered.keySet().retainAll(names);
    return live.stillNamed(namespace, remembered);
  }

  private void act(String namespace, Snapshot now, List<Action> actions) {
    if (deletions == null) {
      teller.dryRun(namespace, now, actions);
      return;
    }
    List<Outcome> outcomes = deletions.run(namespace, actions);
    outcomes.forEach(outcome -> metrics.told(outcome.action(), outcome.result()));
    teller.outcomes(namespace, now, outcomes);
  }

  private void count(String namespace, List<Version> all, List<Version> surplus) {
    Set<String> inUse = new HashSet<>(referrers.getOrDefault(namespace, Map.of()).keySet());
    int used = (int) surplus.stream().filter(version -> inUse.contains(version.name())).count();
    metrics.counted(
        namespace, new GcMetrics.Count(all.size() - surplus.size(), used, surplus.size() - used));
  }
}
