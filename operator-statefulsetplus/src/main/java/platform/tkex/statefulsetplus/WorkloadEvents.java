package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceEventAware;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import platform.tkex.common.pods.PodCache;
import platform.tkex.common.pods.PodChange;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;

/**
 * Turns changes of pods, claims and revisions into passes of their workload.
 *
 * <p>It never hands pods to the framework: the planner reads them from the index, and a set of ten
 * thousand pods would be hashed twice a pass.
 */
final class WorkloadEvents extends AbstractEventSource<Pod, StatefulSetPlus>
    implements ResourceEventAware<StatefulSetPlus> {
  private final List<Consumer<String>> goneListeners = new CopyOnWriteArrayList<>();

  WorkloadEvents(PodCache pods) {
    super(Pod.class, "pods-claims-revisions");
    pods.addListener(this::podChanged);
  }

  /** Calls with the UID of each workload that is deleted, once it is. */
  void whenGone(Consumer<String> listener) {
    goneListeners.add(listener);
  }

  @Override
  public void onResourceDeleted(StatefulSetPlus object) {
    goneListeners.forEach(listener -> listener.accept(object.getMetadata().getUid()));
  }

  void workloadChanged(FabricCaches.OwnerKey key) {
    raise(key.namespace(), key.name());
  }

  private void podChanged(PodChange change) {
    if (change.before() != null) {
      raiseFor(change.before());
    }
    if (change.after() != null) {
      raiseFor(change.after());
    }
  }

  private void raiseFor(Pod pod) {
    OwnerReference owner = FabricCaches.controllerOf(pod);
    String namespace = pod.getMetadata().getNamespace();
    if (owner == null) {
      String name = pod.getMetadata().getName();
      int dash = name.lastIndexOf('-');
      // an orphan may be for adoption by the workload of its name; others do not mind the event
      if (dash > 0) {
        raise(namespace, name.substring(0, dash));
      }
    } else if (owner.getKind().equals("StatefulSetPlus")) {
      raise(namespace, owner.getName());
    }
  }

  private void raise(String namespace, String name) {
    if (isRunning()) {
      getEventHandler().handleEvent(new Event(new ResourceID(name, namespace)));
    }
  }

  @Override
  public Set<Pod> getSecondaryResources(StatefulSetPlus primary) {
    return Set.of();
  }
}
