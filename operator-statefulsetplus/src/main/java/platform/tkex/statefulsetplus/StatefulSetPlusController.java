package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.event.rate.LinearRateLimiter;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.events.EventRecorder;
import platform.tkex.common.metrics.ReconcileMetrics;
import platform.tkex.common.pods.PodExpectations;
import platform.tkex.common.pods.PodInformer;
import platform.tkex.common.pods.ResourceVersionGuard;
import platform.tkex.common.process.Controller;
import platform.tkex.common.process.ControllerContext;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.statefulsetplus.act.Membership;
import platform.tkex.statefulsetplus.act.OwnPods;
import platform.tkex.statefulsetplus.act.PodActions;
import platform.tkex.statefulsetplus.act.RevisionActions;
import platform.tkex.statefulsetplus.act.StatusWriter;
import platform.tkex.statefulsetplus.observe.Observer;

/** Wires the parts of the controller together and runs them while the process leads. */
final class StatefulSetPlusController implements Controller {
  private @Nullable Operator operator;
  private @Nullable PodInformer pods;
  private @Nullable FabricCaches caches;

  @Override
  public String name() {
    return "statefulsetplus";
  }

  @Override
  public void start(ControllerContext context) {
    KubernetesClient reads = context.clients().reads();
    String namespace = context.options().watchNamespace();
    PodInformer podInformer = new PodInformer(reads, namespace, null);
    OwnPods own = new OwnPods(new PodExpectations(podInformer));
    WorkloadEvents workloadEvents = new WorkloadEvents(podInformer);
    FabricCaches fabricCaches =
        new FabricCaches(
            reads,
            namespace == null ? "" : namespace,
            podInformer,
            workloadEvents::workloadChanged);
    pods = podInformer;
    caches = fabricCaches;
    podInformer.start().join();
    fabricCaches.start();
    Pass pass = pass(context, fabricCaches, own);
    workloadEvents.whenGone(pass::forget);
    operator = operator(context, namespace, new StatefulSetPlusReconciler(pass, workloadEvents));
    operator.start();
  }

  private static Pass pass(ControllerContext context, FabricCaches caches, OwnPods own) {
    KubernetesClient client = context.clients().writes();
    KubernetesSerialization json = client.getKubernetesSerialization();
    EventRecorder events = new CountedEvents(context.events(), context.registry());
    return new Pass(
        new Observer(caches, own, context.clock()),
        new Membership(caches.pods(), context.writer(), json),
        new RevisionKeeper(
            new RevisionActions(context.writer(), json),
            (namespace, name) ->
                client.apps().controllerRevisions().inNamespace(namespace).withName(name).get(),
            events,
            context.clock()),
        new PodActions(context.writer(), json, own),
        new StatusWriter(context.writer(), json),
        new ResourceVersionGuard(),
        events,
        object -> lives(client, object));
  }

  private static boolean lives(KubernetesClient client, StatefulSetPlus object) {
    StatefulSetPlus live =
        client
            .resources(StatefulSetPlus.class)
            .inNamespace(object.getMetadata().getNamespace())
            .withName(object.getMetadata().getName())
            .get();
    return live != null
        && live.getMetadata().getUid().equals(object.getMetadata().getUid())
        && live.getMetadata().getDeletionTimestamp() == null;
  }

  private static Operator operator(
      ControllerContext context, @Nullable String namespace, StatefulSetPlusReconciler reconciler) {
    Operator operator =
        new Operator(overrider ->
            overrider
                .withKubernetesClient(context.clients().reads())
                .withCloseClientOnStop(false)
                .withUseSSAToPatchPrimaryResource(false)
                .withReconciliationTerminationTimeout(Duration.ofSeconds(10))
                .withMetrics(new ReconcileMetrics(context.registry(), context.ticker())));
    operator.register(
        reconciler,
        overrider -> {
          overrider
              .withName("statefulsetplus")
              .withGenerationAware(false)
              // makes the list a consistent read: a new leader must not act on an older status
              .withInformerListLimit(500L)
              // pod events of a burst collapse into few passes; a lone event is not held up
              .withRateLimiter(new LinearRateLimiter(Duration.ofSeconds(1), 10))
              .withRetry(
                  new GenericRetry()
                      .setInitialInterval(200)
                      .setIntervalMultiplier(2)
                      .setMaxInterval(30_000)
                      .setMaxAttempts(-1))
              // a safety net against a watch that has fallen silent
              .withReconciliationMaxInterval(Duration.ofMinutes(5));
          if (namespace == null) {
            overrider.watchingAllNamespaces();
          } else {
            overrider.settingNamespaces(Set.of(namespace));
          }
        });
    return operator;
  }

  @Override
  public boolean ready() {
    FabricCaches filled = caches;
    return operator != null && filled != null && filled.ready();
  }

  @Override
  public void stop(Duration timeout) {
    if (operator != null) {
      operator.stop();
    }
    if (caches != null) {
      caches.close();
    }
    if (pods != null) {
      pods.close();
    }
  }
}
