package platform.tkex.common.metrics;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.BaseControl;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.time.Ticker;

/**
 * java-operator-sdk's callbacks as controller-runtime's and client-go's metrics, so that existing
 * dashboards and alerts work. No label names an object.
 *
 * <p>The SDK has no queue of its own to measure: an object counts as queued from its first event to
 * the start of the pass that takes it.
 */
public final class ReconcileMetrics implements Metrics {

  private final MeterRegistry registry;
  private final Ticker ticker;
  private final Map<String, ControllerMeters> controllers = new ConcurrentHashMap<>();

  public ReconcileMetrics(MeterRegistry registry, Ticker ticker) {
    this.registry = registry;
    this.ticker = ticker;
  }

  /** Makes the meters visible with zero before the first pass. */
  @Override
  public void controllerRegistered(Controller<? extends HasMetadata> controller) {
    meters(controller.getConfiguration().getName());
  }

  @Override
  public void receivedEvent(Event event, Map<String, Object> metadata) {
    meters(metadata).queued(event.getRelatedCustomResourceID());
  }

  @Override
  public void reconcileCustomResource(
      HasMetadata resource, @Nullable RetryInfo retryInfo, Map<String, Object> metadata) {
    if (retryInfo != null && retryInfo.getAttemptCount() > 0) {
      meters(metadata).retried();
    }
  }

  @Override
  public void reconciliationExecutionStarted(HasMetadata resource, Map<String, Object> metadata) {
    meters(metadata).started(ResourceID.fromResource(resource));
  }

  @Override
  public void reconciliationExecutionFinished(HasMetadata resource, Map<String, Object> metadata) {
    meters(metadata).finished();
  }

  @Override
  public void cleanupDoneFor(ResourceID resourceID, Map<String, Object> metadata) {
    meters(metadata).forget(resourceID);
  }

  @Override
  public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
    ControllerMeters meters = meters(execution.controllerName());
    long start = ticker.nanos();
    String result = "error";
    try {
      T control = execution.execute();
      result =
          control instanceof BaseControl<?> base && base.getScheduleDelay().isPresent()
              ? "requeue_after"
              : "success";
      return control;
    } finally {
      meters.reconciled(result, ticker.since(start));
    }
  }

  private ControllerMeters meters(Map<String, Object> metadata) {
    Object name = metadata.get(Constants.CONTROLLER_NAME);
    return meters(name == null ? "unknown" : name.toString());
  }

  private ControllerMeters meters(String controller) {
    return controllers.computeIfAbsent(
        controller, name -> new ControllerMeters(name, registry, ticker));
  }
}
