package platform.tkex.common.pods;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceVersionsTest {

  @ParameterizedTest
  @CsvSource({
    "7, 7, 0",
    "9, 10, -1",
    "10, 9, 1",
    "0, 1, -1",
    "99999999999999999999999999, 100000000000000000000000000, -1"
  })
  void areOrderedAsNumbersOfAnySize(String a, String b, int sign) {
    assertThat(Integer.signum(ResourceVersions.compare(a, b))).isEqualTo(sign);
    assertThat(Integer.signum(ResourceVersions.compare(b, a))).isEqualTo(-sign);
    assertThat(ResourceVersions.reaches(a, b)).isEqualTo(sign >= 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "007", "1a", "-1", "1.0", "\u0661"})
  void whatIsNoNumberIsRefusedByName(String version) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResourceVersions.compare("1", version))
        .withMessageContaining("\"" + version + "\"");
  }

  @Test
  void theGuardHoldsUntilTheLastOwnWriteIsSeen() {
    ResourceVersionGuard guard = new ResourceVersionGuard();
    assertThat(guard.isStale("u", "1")).as("nothing written").isFalse();
    guard.wrote("u", "12");
    guard.wrote("u", "9"); // answers may come out of order

    assertThat(guard.isStale("u", "9")).isTrue();
    assertThat(guard.isStale("other", "9")).isFalse();
    assertThat(guard.isStale("u", "12")).isFalse();
    assertThat(guard.isStale("u", "9")).as("once seen, forgotten").isFalse();
  }

  @Test
  void theGuardForgetsWhatIsGone() {
    ResourceVersionGuard guard = new ResourceVersionGuard();
    guard.wrote("u", "12");

    guard.forget("u");

    assertThat(guard.isStale("u", "1")).isFalse();
  }
}
