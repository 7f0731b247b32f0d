package platform.tkex.common.leader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeaseTimesTest {

  @Test
  void defaultsAreThoseOfKubernetes() {
    assertThat(LeaseTimes.DEFAULT)
        .isEqualTo(
            new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(10), Duration.ofSeconds(2)));
    assertThat(LeaseTimes.DEFAULT.requestTimeout()).isEqualTo(Duration.ofSeconds(5));
  }

  @ParameterizedTest
  @CsvSource({"10, 10, 2, 'must exceed renew deadline'", "15, 2, 2, 'must exceed 1.2 x'"})
  void refusesWhatCannotWork(int lease, int renew, int retry, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new LeaseTimes(
                Duration.ofSeconds(lease), Duration.ofSeconds(renew), Duration.ofSeconds(retry)))
        .withMessageContaining(message);
  }

  @Test
  void aShortLeaseHasShortRequests() {
    LeaseTimes times =
        new LeaseTimes(Duration.ofSeconds(4), Duration.ofSeconds(3), Duration.ofSeconds(1));

    assertThat(times.requestTimeout()).isEqualTo(Duration.ofMillis(1500));
  }
}
