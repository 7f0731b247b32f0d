package platform.tkex.statefulsetplus.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the planner needs of a pod whose two containers take turns.
 *
 * @param busy a step is taking effect that must not be disturbed
 * @param due the next step; null when there is none now
 * @param why the new version fails; empty while it does not
 * @param gaveUpAt when the version of the pod's revision was given up in it; null when it was not
 */
public record Switching(
    boolean busy, @Nullable SwitchStep due, String why, @Nullable Instant gaveUpAt) {
  static final Switching SENT = new Switching(true, null, "", null);
}
