package platform.tkex.statefulsetplus.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodNamesTest {
  @Test
  void theNumberBehindTheWorkloadsName() {
    assertThat(PodNames.ordinal("web", "web-0")).hasValue(0);
    assertThat(PodNames.ordinal("web", "web-10")).hasValue(10);
    assertThat(PodNames.ordinal("web-1", "web-1-999999999")).hasValue(999_999_999);
    assertThat(PodNames.ordinal("web", "web-2147483647")).hasValue(Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "w",
        "web",
        "web-",
        "web-a",
        "web-1a",
        "web-01",
        "web--1",
        "web-+1",
        "web-2147483648",
        "web-10000000000",
        "webs-1",
        "web1",
        "other-1",
        "web-1-1",
        "web-\u0661"
      })
  void anythingElseIsNoPodOfIt(String name) {
    assertThat(PodNames.ordinal("web", name)).isEmpty();
  }
}
