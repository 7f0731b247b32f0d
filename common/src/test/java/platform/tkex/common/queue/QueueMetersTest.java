package platform.tkex.common.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import platform.tkex.common.metrics.MetricsRegistry;

class QueueMetersTest {
  private static final String LABEL = "{controller=\"statefulsetplus\"}";
  private static final String QUEUE = "{controller=\"statefulsetplus\",name=\"statefulsetplus\"}";

  private final MetricsRegistry registry = new MetricsRegistry("test", "1.2.3");
  private final QueueMeters meters = new QueueMeters("statefulsetplus", registry.registry());

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void aPassIsCountedUnderControllerRuntimesNames() {
    meters.depth(() -> 3);
    meters.added();
    meters.added();
    meters.started(Duration.ofMillis(30));
    assertThat(registry.scrape())
        .contains(
            "controller_runtime_active_workers" + LABEL + " 1.0",
            "workqueue_depth" + QUEUE + " 3.0",
            "workqueue_adds_total" + QUEUE + " 2.0",
            "workqueue_queue_duration_seconds_count" + QUEUE + " 1",
            "workqueue_queue_duration_seconds_sum" + QUEUE + " 0.03");

    meters.ended(Duration.ofMillis(200), false, false);

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
  void anErrorARetryAndARequeue() {
    meters.started(Duration.ZERO);
    meters.ended(Duration.ZERO, true, false);
    meters.retried();
    meters.started(Duration.ZERO);
    meters.ended(Duration.ZERO, false, true);

    assertThat(registry.scrape())
        .contains(
            result("error", 1),
            result("requeue_after", 1),
            "controller_runtime_reconcile_errors_total" + LABEL + " 1.0",
            "workqueue_retries_total" + QUEUE + " 1.0");
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
}
