package platform.tkex.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics.ControllerExecution;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import platform.tkex.common.time.ManualTime;

class ReconcileMetricsTest {

  private static final Map<String, Object> METADATA =
      Map.of(Constants.CONTROLLER_NAME, "statefulsetplus");
  private static final String LABEL = "{controller=\"statefulsetplus\"}";
  private static final String QUEUE = "{controller=\"statefulsetplus\",name=\"statefulsetplus\"}";

  private final ManualTime time = new ManualTime();
  private final MetricsRegistry registry = new MetricsRegistry("test", "1.2.3");
  private final ReconcileMetrics metrics = new ReconcileMetrics(registry.registry(), time);
  private final ConfigMap object =
      new ConfigMapBuilder()
          .withNewMetadata()
          .withNamespace("n")
          .withName("o")
          .endMetadata()
          .build();

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void aPassIsCountedUnderControllerRuntimesNames() throws Exception {
    metrics.receivedEvent(new Event(ResourceID.fromResource(object)), METADATA);
    metrics.receivedEvent(new Event(ResourceID.fromResource(object)), METADATA);
    assertThat(registry.scrape()).contains("workqueue_depth" + QUEUE + " 1.0");
    time.advance(Duration.ofMillis(30));
    metrics.reconciliationExecutionStarted(object, METADATA);
    assertThat(registry.scrape())
        .contains(
            "controller_runtime_active_workers" + LABEL + " 1.0",
            "workqueue_depth" + QUEUE + " 0.0",
            "workqueue_adds_total" + QUEUE + " 2.0",
            "workqueue_queue_duration_seconds_count" + QUEUE + " 1",
            "workqueue_queue_duration_seconds_sum" + QUEUE + " 0.03");

    run(() -> {
      time.advance(Duration.ofMillis(200));
      return UpdateControl.noUpdate();
    });
    metrics.reconciliationExecutionFinished(object, METADATA);

    assertThat(registry.scrape())
        .contains(
            "controller_runtime_active_workers" + LABEL + " 0.0",
            result("success", 1),
            result("error", 0),
            "controller_runtime_reconcile_errors_total" + LABEL + " 0.0",
            "controller_runtime_reconcile_time_seconds_sum" + LABEL + " 0.2",
            bucket("0.25", 1),
            bucket("0.1", 0));
  }

  @Test
  void anErrorARetryAndARequeue() throws Exception {
    assertThatThrownBy(() ->
            run(() -> {
              throw new IllegalStateException("x");
            }))
        .isInstanceOf(IllegalStateException.class);
    metrics.reconcileCustomResource(object, attempt(1), METADATA);
    metrics.reconcileCustomResource(object, null, METADATA);
    run(() -> UpdateControl.<ConfigMap>noUpdate().rescheduleAfter(Duration.ofSeconds(1)));

    assertThat(registry.scrape())
        .contains(
            result("error", 1),
            result("requeue_after", 1),
            "controller_runtime_reconcile_errors_total" + LABEL + " 1.0",
            "workqueue_retries_total" + QUEUE + " 1.0");
  }

  @Test
  void anEventThatNoPassEverTakesLeavesTheDepth() {
    metrics.receivedEvent(new Event(ResourceID.fromResource(object)), METADATA);
    time.advance(Duration.ofMinutes(11));

    assertThat(registry.scrape()).contains("workqueue_depth" + QUEUE + " 0.0");
  }

  @Test
  void noLabelNamesAnObject() throws Exception {
    metrics.receivedEvent(new Event(ResourceID.fromResource(object)), METADATA);
    run(UpdateControl::noUpdate);

    assertThat(registry.scrape()).doesNotContain("namespace=", "uid=", "\"o\"");
  }

  @Test
  void tellsWhatWasBuiltAndHowTheJvmIs() {
    assertThat(registry.scrape())
        .contains(
            "tkex_build_info{component=\"test\",", "version=\"1.2.3\"", "jvm_memory_used_bytes");
  }

  private static String bucket(String upTo, int count) {
    return "controller_runtime_reconcile_time_seconds_bucket"
        + LABEL.replace("}", ",le=\"" + upTo + "\"} ")
        + count;
  }

  private static String result(String result, int count) {
    return "controller_runtime_reconcile_total{controller=\"statefulsetplus\",result=\""
        + result
        + "\"} "
        + count
        + ".0";
  }

  private void run(Callable<UpdateControl<ConfigMap>> pass) throws Exception {
    metrics.timeControllerExecution(
        new ControllerExecution<UpdateControl<ConfigMap>>() {
          @Override
          public String name() {
            return "reconcile";
          }

          @Override
          public String controllerName() {
            return "statefulsetplus";
          }

          @Override
          public String successTypeName(UpdateControl<ConfigMap> result) {
            return "status";
          }

          @Override
          public ResourceID resourceID() {
            return ResourceID.fromResource(object);
          }

          @Override
          public Map<String, Object> metadata() {
            return Map.of();
          }

          @Override
          public UpdateControl<ConfigMap> execute() throws Exception {
            return pass.call();
          }
        });
  }

  private static RetryInfo attempt(int count) {
    return new RetryInfo() {
      @Override
      public int getAttemptCount() {
        return count;
      }

      @Override
      public boolean isLastAttempt() {
        return false;
      }
    };
  }
}
