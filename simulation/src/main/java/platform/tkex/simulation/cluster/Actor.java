package platform.tkex.simulation.cluster;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who looks at the cluster and does one thing at a time. */
public interface Actor {

  /** What it looks at; whoever runs the actor moves these on. */
  List<View> views();

  /**
   * Does the first thing that is due by what it sees and by the clock.
   *
   * @return whether anything was sent; false: nothing to do until a view or the clock moves on
   */
  boolean step();

  /** When the clock alone gives it something to do; null for never. */
  default @Nullable Instant due() {
    return null;
  }
}
