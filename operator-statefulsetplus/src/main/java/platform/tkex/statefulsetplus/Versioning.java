package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.function.Consumer;
import platform.tkex.common.process.ControllerContext;
import platform.tkex.common.queue.Pace;
import platform.tkex.common.queue.QueueMeters;
import platform.tkex.common.queue.WorkQueue;
import platform.tkex.statefulsetplus.act.ConfigMapActions;
import platform.tkex.statefulsetplus.config.ConfigVersions;
import platform.tkex.statefulsetplus.config.SourceKey;
import platform.tkex.statefulsetplus.config.Versioner;

/** Wires what keeps versions of ConfigMaps, and runs it while the process leads. */
final class Versioning {
  private static final String NAME = "configmap-versions";

  /** Sources that have a pass at the same time; at a start each is read once. */
  private static final int WORKERS = 8;

  private final ConfigCaches caches;
  private final Versioner versioner;
  private final WorkQueue<SourceKey> queue;

  Versioning(ControllerContext context, KubernetesSerialization json) {
    caches = new ConfigCaches(context.reader());
    versioner =
        new Versioner(
            caches,
            new ConfigMapActions(context.reader(), context.writer(), json),
            new CountedEvents(context.events(), context.registry()));
    queue =
        new WorkQueue<>(
            versioner,
            WORKERS,
            Pace.DEFAULT,
            context.threads(),
            context.timers(),
            context.ticker(),
            new QueueMeters(NAME, context.registry()));
  }

  /** What there is, for workloads to choose from. */
  ConfigVersions versions() {
    return caches;
  }

  /**
   * Fills the caches and begins; returns once they are complete.
   *
   * @param workloads hears of a source whose workloads should look again
   */
  void start(Consumer<SourceKey> workloads) {
    caches.start(new ConfigNews(versioner, queue::add, workloads));
    queue.start();
  }

  boolean ready() {
    return caches.ready();
  }

  void close(Duration timeout) {
    queue.close(timeout);
    caches.close();
  }
}
