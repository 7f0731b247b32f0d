package platform.tkex.statefulsetplus.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The readiness gate of a pod by which it leaves its Services before it is changed while it lives.
 *
 * @param until when it has been closed for the whole grace period; null for one that is not closed,
 *     or that was closed when the pod served nobody
 * @param target revision that it was closed for; empty when that is not known
 */
public record Gate(State state, @Nullable Instant until, String target) {
  /** A pod that nobody has opened the gate of yet. */
  public static final Gate UNSET = new Gate(State.UNSET, null, "");

  public static final Gate OPEN = new Gate(State.OPEN, null, "");

  /** Written by us, and not seen since. */
  public static final Gate SENT = new Gate(State.SENT, null, "");

  /** What its condition says. */
  public enum State {
    UNSET,
    OPEN,
    CLOSED,
    SENT
  }

  public static Gate closed(@Nullable Instant until, String target) {
    return new Gate(State.CLOSED, until, target);
  }

  public boolean isOpen() {
    return state == State.OPEN;
  }

  public boolean isClosed() {
    return state == State.CLOSED;
  }

  /** It keeps its pod from being ready, and it is ours to open it. */
  public boolean isShut() {
    return state == State.UNSET || state == State.CLOSED;
  }
}
