package platform.tkex.simulation.check;

import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Change;

/** Status tells what was true of the pods at some moment since its pass began. */
final class CounterRule implements Safety.Rule {

  private final Facts facts;

  CounterRule(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void check(Change change, @Nullable Act act) {
    if (!Facts.isWorkload(change) || act == null || change.type() != Change.Type.MODIFIED) {
      return;
    }
    WorkloadView view = new WorkloadView(change.after());
    int[] bounds = facts.readySince(act.pods(), view.uid());
    int ready = view.status().path("readyReplicas").asInt();
    if (ready < bounds[0] || ready > bounds[1]) {
      throw new Violation(
          "counters",
          "readyReplicas is "
              + ready
              + ", but "
              + bounds[0]
              + " to "
              + bounds[1]
              + " pods were ready since version "
              + act.pods());
    }
    long observed = view.status().path("observedGeneration").asLong();
    if (observed > view.object().path("metadata").path("generation").asLong()) {
      throw new Violation("counters", "observedGeneration " + observed + " has not come yet");
    }
  }
}
