package platform.tkex.common.events;

import java.time.Instant;

/** Where Events are kept; the seam for tests and simulations. */
interface EventSink {

  /** What became of a request. */
  enum Outcome {
    DONE,
    /** {@link #create} only: there is one of this name, made by an earlier process. */
    EXISTS,
    /** {@link #countUp} only: it expired (after an hour, unless configured otherwise). */
    GONE,
    /** No sense in trying again: forbidden, invalid. */
    REFUSED,
    /** The namespace is being deleted, or gone: it takes no Event any more. */
    NAMESPACE_ENDS,
    /** Try again later. */
    FAILED
  }

  /** Makes the Event of a first occurrence. */
  Outcome create(Occurrence occurrence);

  /** Sets how often it happened and when last; count is at least 2. */
  Outcome countUp(Occurrence occurrence, int count, Instant last);

  /** How often it happened so far by the server's Event; 1 when there is none. */
  int count(Occurrence occurrence);
}
