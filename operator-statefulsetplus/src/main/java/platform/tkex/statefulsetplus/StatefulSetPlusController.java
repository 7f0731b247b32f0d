package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.events.EventRecorder;
import platform.tkex.common.pods.PodExpectations;
import platform.tkex.common.pods.ResourceVersionGuard;
import platform.tkex.common.process.Controller;
import platform.tkex.common.process.ControllerContext;
import platform.tkex.common.queue.Pace;
import platform.tkex.common.queue.QueueMeters;
import platform.tkex.common.queue.WorkQueue;
import platform.tkex.common.read.ApiReader;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.act.LivingPods;
import platform.tkex.statefulsetplus.act.Membership;
import platform.tkex.statefulsetplus.act.OwnPods;
import platform.tkex.statefulsetplus.act.PodActions;
import platform.tkex.statefulsetplus.act.RevisionActions;
import platform.tkex.statefulsetplus.act.StatusWriter;
import platform.tkex.statefulsetplus.inplace.Refusals;
import platform.tkex.statefulsetplus.observe.Observer;

/** Wires the parts of the controller together and runs them while the process leads. */
public final class StatefulSetPlusController implements Controller {
  private static final String NAME = "statefulsetplus";

  /** Workloads that have a pass at the same time; a pass mostly waits for the API server. */
  private static final int WORKERS = 50;

  /** One, for it examines each type before it writes the first of them. */
  private static final KubernetesSerialization JSON = new KubernetesSerialization();

  private @Nullable InformedCaches caches;
  private @Nullable WorkQueue<WorkloadKey> queue;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void start(ControllerContext context) {
    InformedCaches informed = new InformedCaches(context.reader());
    WorkQueue<WorkloadKey> passes =
        new WorkQueue<>(
            new StatefulSetPlusReconciler(informed, pass(context, informed)),
            WORKERS,
            Pace.DEFAULT,
            context.threads(),
            context.timers(),
            context.ticker(),
            new QueueMeters(NAME, context.registry()));
    caches = informed;
    informed.start(passes::add);
    queue = passes;
    passes.start();
  }

  private static Pass pass(ControllerContext context, InformedCaches caches) {
    ApiReader reader = context.reader();
    EventRecorder events = new CountedEvents(context.events(), context.registry());
    OwnPods own = new OwnPods(new PodExpectations(caches.pods()), context.clock());
    Refusals refusals = new Refusals();
    LivingPods living =
        new LivingPods(caches.pods(), context.writer(), JSON, own, refusals, context.clock());
    return new Pass(
        new Observer(caches, own, refusals, context.clock()),
        new Membership(caches.pods(), context.writer(), JSON),
        new RevisionKeeper(
            new RevisionActions(context.writer(), JSON),
            (namespace, name) -> reader.get(ControllerRevision.class, namespace, name),
            events,
            context.clock()),
        new PodActions(context.writer(), JSON, own, living, context.clock()),
        new StatusWriter(context.writer(), JSON),
        new ResourceVersionGuard(),
        events,
        object -> lives(reader, object));
  }

  private static boolean lives(ApiReader reader, StatefulSetPlus object) {
    StatefulSetPlus live =
        reader.get(
            StatefulSetPlus.class,
            object.getMetadata().getNamespace(),
            object.getMetadata().getName());
    return live != null
        && live.getMetadata().getUid().equals(object.getMetadata().getUid())
        && live.getMetadata().getDeletionTimestamp() == null;
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
