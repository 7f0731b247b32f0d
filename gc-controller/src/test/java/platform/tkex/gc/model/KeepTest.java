package platform.tkex.gc.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeepTest {

  @Test
  void withoutTheAnnotationTheDefaultCounts() {
    assertThat(Keep.of(null, 10)).isEqualTo(new Keep(10, null));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "25, 25", "1000, 1000", "007, 7"})
  void aNumberInTheRangeCounts(String value, int count) {
    assertThat(Keep.of(value, 10)).isEqualTo(new Keep(count, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "1001", "-1", "+3", "3.0", " 3", "many", "99999999999999"})
  void anythingElseIsNamedAndTheDefaultCounts(String value) {
    Keep keep = Keep.of(value, 10);

    assertThat(keep.count()).isEqualTo(10);
    assertThat(keep.flaw())
        .contains("platform.tkex/keep-versions", "\"" + value + "\"", "1 to 1000", "10 are kept");
  }

  @Test
  void aLongValueIsCut() {
    assertThat(Keep.of("x".repeat(5_000), 10).flaw()).hasSizeLessThan(250);
  }
}
