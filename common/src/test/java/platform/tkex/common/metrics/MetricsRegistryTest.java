package platform.tkex.common.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsRegistryTest {
  @Test
  void tellsWhatWasBuiltAndHowTheJvmIs() {
    try (MetricsRegistry registry = new MetricsRegistry("test", "1.2.3")) {
      assertThat(registry.scrape())
          .contains(
              "tkex_build_info{component=\"test\",", "version=\"1.2.3\"", "jvm_memory_used_bytes");
    }
  }
}
