package platform.tkex.statefulsetplus;

import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;

/** Hands every event of a workload to a {@link Pass}. */
final class StatefulSetPlusReconciler implements Reconciler<StatefulSetPlus> {
  private final Pass pass;
  private final EventSource<Pod, StatefulSetPlus> pods;

  StatefulSetPlusReconciler(Pass pass, EventSource<Pod, StatefulSetPlus> pods) {
    this.pass = pass;
    this.pods = pods;
  }

  @Override
  public List<EventSource<?, StatefulSetPlus>> prepareEventSources(
      EventSourceContext<StatefulSetPlus> context) {
    return List.of(pods);
  }

  @Override
  public UpdateControl<StatefulSetPlus> reconcile(
      StatefulSetPlus object, Context<StatefulSetPlus> context) {
    UpdateControl<StatefulSetPlus> control = UpdateControl.noUpdate();
    pass.run(object).ifPresent(delay -> control.rescheduleAfter(delay));
    return control;
  }
}
