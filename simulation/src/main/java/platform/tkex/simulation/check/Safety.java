package platform.tkex.simulation.check;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Change;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.cluster.RunningPod;
import platform.tkex.simulation.world.World;

/** Asks every rule at every change; the first that is broken ends the history. */
public final class Safety implements Consumer<Change> {

  private final Supplier<@Nullable Act> current;
  private final World world;
  private final Facts facts;
  private final List<Rule> rules;

  /** One thing that must hold. Asked after a change is made, before the facts hold it. */
  interface Rule {
    /**
     * Looks at one change.
     *
     * @param act the operator's write that made the change; null when it was somebody else's
     * @throws Violation when it does not hold
     */
    void check(Change change, @Nullable Act act);
  }

  public Safety(World world) {
    this.world = world;
    this.facts = new Facts(world.server());
    this.current = world::current;
    this.rules =
        List.of(
            new CreationRules(facts),
            new DeletionRules(facts),
            new BudgetRule(facts, world.scenario()),
            new StatusRules(facts),
            new CounterRule(facts));
    world.server().addListener(this);
  }

  /** What is known at this moment. */
  Facts facts() {
    return facts;
  }

  @Override
  public void accept(Change change) {
    Act act = current.get();
    for (Rule rule : rules) {
      rule.check(change, act);
    }
    facts.add(change);
    if (change.resource() == Resource.PODS) {
      onePodPerOrdinal(change);
    }
  }

  /** What the kubelets really run, whatever the API server says. */
  private void onePodPerOrdinal(Change change) {
    List<RunningPod> running =
        world.machines().running().stream()
            .filter(pod -> pod.name().equals(change.name()))
            .filter(pod -> pod.namespace().equals(change.namespace()))
            .toList();
    if (running.size() > 1) {
      throw new Violation("one-pod-per-ordinal", change.name() + " runs twice: " + running);
    }
  }
}
