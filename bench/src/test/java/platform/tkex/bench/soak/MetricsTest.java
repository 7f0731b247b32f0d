package platform.tkex.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Metrics METRICS =
      Metrics.parse(
          """
          # HELP writes_total Writes
          # TYPE writes_total counter
          writes_total{method="POST",result="done"} 3.0
          writes_total{method="DELETE",result="done"} 4.0
          writes_total{method="POST",result="refused"} 1e2
          threads 42.0
          longest{quantile="1"} +Inf
          """);

  @Test
  void addsUpWhatCarriesTheLabels() {
    assertThat(METRICS.sum("writes_total", Map.of("result", "done"))).isEqualTo(7);
    assertThat(METRICS.sum("writes_total")).isEqualTo(107);
    assertThat(METRICS.sum("threads")).isEqualTo(42);
    assertThat(METRICS.sum("longest")).isInfinite();
    assertThat(METRICS.sum("nothing")).isZero();
  }

  @Test
  void subtractsWhatWasThereBefore() {
    Metrics before = Metrics.parse("writes_total{method=\"POST\"} 100\n");
    assertThat(METRICS.since(before, "writes_total", "method"))
        .isEqualTo(Map.of("POST", 3L, "DELETE", 4L));
  }

  @Test
  void groupsByALabel() {
    assertThat(METRICS.by("writes_total", "method")).isEqualTo(Map.of("POST", 103L, "DELETE", 4L));
  }
}
