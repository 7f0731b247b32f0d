package platform.tkex.simulation.world;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Change;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.cluster.Actor;
import platform.tkex.simulation.cluster.View;
import platform.tkex.simulation.kernel.Kernel;

/** Lets an actor look and act, a while after something changed and when the clock says so. */
final class ActorLoop {

  private static final int STEPS_AT_ONCE = 4;

  private final Actor actor;
  private final Kernel kernel;
  private final Clock clock;
  private final RandomGenerator random;
  private final Duration slowest;
  private final Set<Resource> watched = EnumSet.noneOf(Resource.class);
  private boolean coming;
  private @Nullable Instant alarm;

  /**
   * @param slowest to notice a change; mostly it is much quicker
   */
  ActorLoop(Actor actor, Kernel kernel, Clock clock, RandomGenerator random, Duration slowest) {
    this.actor = actor;
    this.kernel = kernel;
    this.clock = clock;
    this.random = random;
    this.slowest = slowest;
    actor.views().forEach(view -> watched.add(view.resource()));
  }

  void changed(Change change) {
    if (watched.contains(change.resource())) {
      wake();
    }
  }

  /** Something happened that no view shows. */
  void wake() {
    if (!coming) {
      coming = true;
      double share = random.nextDouble();
      long nanos = (long) (slowest.toNanos() * share * share * share);
      kernel.after(Duration.ofNanos(1_000_000 + nanos), this::look);
    }
  }

  private void look() {
    coming = false;
    actor.views().forEach(View::catchUp);
    for (int i = 0; i < STEPS_AT_ONCE; i++) {
      if (!actor.step()) {
        setAlarm();
        return;
      }
    }
    wake();
  }

  private void setAlarm() {
    Instant due = actor.due();
    Instant now = clock.instant();
    boolean set = alarm != null && alarm.isAfter(now);
    if (due != null && (!set || due.isBefore(alarm))) {
      alarm = due;
      // a little later than due, so that "due" is past by then
      kernel.after(Duration.between(now, due).plusMillis(1), this::wake);
    }
  }
}
