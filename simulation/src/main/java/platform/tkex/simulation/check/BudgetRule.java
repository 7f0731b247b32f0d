package platform.tkex.simulation.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Change;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.scenario.Scenario;

/**
 * Never more healthy pods are taken down at once than the user allowed. A pod that was healthy when
 * it was taken counts until its successor has been healthy once: what breaks on its own is not the
 * operator's doing.
 */
final class BudgetRule implements Safety.Rule {

  private final Facts facts;

  /** What is healthy depends on whose clock is right. */
  private final boolean clocksAreWrong;

  private final int minReadySeconds;
  private final Set<Integer> taken = new HashSet<>();

  BudgetRule(Facts facts, Scenario scenario) {
    this.facts = facts;
    this.minReadySeconds = scenario.setup().minReadySeconds();
    this.clocksAreWrong = scenario.skewsClocks();
  }

  @Override
  public void check(Change change, @Nullable Act act) {
    if (change.resource() != Resource.PODS || clocksAreWrong || minReadySeconds > 0) {
      return;
    }
    PodView pod = new PodView(change.after());
    if (change.type() != Change.Type.DELETED && pod.healthy() && !pod.terminating()) {
      taken.remove(pod.ordinal());
    }
    if (act != null && DeletionRules.takes(change, act) && seenReady(change, act)) {
      take(pod.ordinal(), facts.since(act.workloads()));
    }
  }

  /** As far as its sender could know; what it saw broken it may take without a budget. */
  private boolean seenReady(Change change, Act act) {
    if (change.before() == null) {
      return false;
    }
    PodView now = new PodView(change.before());
    return now.healthy()
        && !now.terminating()
        && facts.readyAsOf(change.name(), change.uid(), act.pods());
  }

  private void take(int ordinal, List<WorkloadView> views) {
    taken.add(ordinal);
    String excess = "";
    for (WorkloadView view : views) {
      if (!view.inRange(ordinal) || view.rollingBack() || !view.releasing() || view.onDelete()) {
        return;
      }
      Set<Integer> group = new HashSet<>(taken);
      JsonNode batch = view.running();
      if (view.inBatches()) {
        if (batch.isMissingNode()) {
          return;
        }
        group.removeIf(each -> !WorkloadView.contains(batch.path("ordinals").asText(), each));
      } else {
        group.removeIf(each -> !view.inRange(each));
      }
      int allowed = view.inBatches() ? ofBatch(view, batch.path("replicas").asInt()) : plain(view);
      if (group.size() <= allowed) {
        // a request that is late may hit a plan that came after it
        return;
      }
      excess = "%d healthy pods are down at once, allowed are %d".formatted(group.size(), allowed);
    }
    throw new Violation("budget", excess + ": " + taken);
  }

  private static int ofBatch(WorkloadView view, int size) {
    JsonNode plan = view.plan();
    return plan.path("podsUpdateMode").asText().equals("Serial")
        ? 1
        : Math.max(1, WorkloadView.amount(plan.path("maxUnavailable"), size, size));
  }

  private static int plain(WorkloadView view) {
    JsonNode rolling = view.object().path("spec").path("updateStrategy").path("rollingUpdate");
    return Math.max(1, WorkloadView.amount(rolling.path("maxUnavailable"), view.replicas(), 1));
  }
}
