package platform.tkex.gc;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.process.Controller;
import platform.tkex.common.process.ControllerContext;
import platform.tkex.common.queue.Pace;
import platform.tkex.common.queue.QueueMeters;
import platform.tkex.common.queue.WorkQueue;
import platform.tkex.gc.act.Deletions;
import platform.tkex.gc.observe.InformedCaches;
import platform.tkex.gc.observe.LiveView;
import platform.tkex.gc.plan.Planner;

/** Wires the parts of the controller together and runs them while the process leads. */
public final class GcController implements Controller {
  private static final String NAME = "gc-controller";

  /** Namespaces that are looked at together; each may have a page of pods on its way. */
  private static final int WORKERS = 4;

  /** A burst of new versions is one look at who refers to the old ones, not one for each. */
  private static final Pace PACE =
      new Pace(2, Duration.ofSeconds(2), Duration.ofSeconds(1), Duration.ofSeconds(30));

  private final int keep;
  private final boolean dryRun;
  private final Duration interval;
  private final Duration leftoverGrace;
  private @Nullable InformedCaches caches;
  private @Nullable WorkQueue<String> queue;

  /**
   * @param keep newest versions of a source, unless the source says otherwise
   * @param interval longest time between two passes over a namespace
   * @param leftoverGrace what the cluster's garbage collector has to remove what it should
   */
  public GcController(int keep, boolean dryRun, Duration interval, Duration leftoverGrace) {
    this.keep = keep;
    this.dryRun = dryRun;
    this.interval = interval;
    this.leftoverGrace = leftoverGrace;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(ControllerContext context) {
    InformedCaches informed = new InformedCaches(context.reader(), context.clock(), keep);
    Pass pass =
        new Pass(
            informed::snapshot,
            new LiveView(context.reader(), context.clock(), keep),
            new Planner(keep),
            dryRun ? null : new Deletions(context.writer()),
            new Grace(leftoverGrace),
            new Teller(context.events()),
            new GcMetrics(context.registry()),
            context.ticker(),
            interval);
    WorkQueue<String> passes =
        new WorkQueue<>(
            pass,
            WORKERS,
            PACE,
            context.threads(),
            context.timers(),
            context.ticker(),
            new QueueMeters(NAME, context.registry()));
    caches = informed;
    informed.start(passes::add);
    queue = passes;
    passes.start();
  }

  @Override
  public boolean ready() {
    InformedCaches filled = caches;
    return queue != null && filled != null && filled.ready();
  }

  @Override
  public void stop(Duration timeout) {
    if (queue != null) {
      queue.close(timeout);
    }
    if (caches != null) {
      caches.close();
    }
  }
}
