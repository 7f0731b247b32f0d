package platform.tkex.simulation.process;

import java.time.Duration;
import platform.tkex.simulation.api.Request;
import platform.tkex.simulation.api.Resource;

/** What goes wrong between a process and the API server; asked at each step on the way. */
public interface Weather {

  /** What becomes of a request. */
  enum Fate {
    /** The server answers. */
    FINE,
    /** 409 without effect. */
    CONFLICT,
    /** 429 without effect, to be tried again after a second. */
    THROTTLED,
    /** 500 without effect, as of an etcd without leader. */
    FAILED_BEFORE,
    /** 500, and yet it took effect. */
    FAILED_AFTER,
    /** 500 without effect, and the client is told so: a webhook that cannot be called. */
    WEBHOOK_DOWN,
    /** Lost on its way: no effect, no answer. */
    LOST,
    /** The answer is lost. */
    UNANSWERED,
    /** Takes effect when its sender has long given up. */
    LATE,
    /** Its sender dies just before it arrives: no effect. */
    CRASH_BEFORE,
    /** Its sender dies just after its effect. */
    CRASH_AFTER
  }

  /** Of one request that is about to arrive. */
  Fate fate(String identity, Request request);

  /** From a process to the server, or back. */
  Duration latency();

  /** Until a change of this kind reaches a watching process. */
  Duration lag(Resource resource);

  /** Whether this list is answered from a server that lags, where its client allows that. */
  boolean listsLag(Resource resource);

  /** How many versions a lagging server is behind. */
  int versionsBehind();
}
