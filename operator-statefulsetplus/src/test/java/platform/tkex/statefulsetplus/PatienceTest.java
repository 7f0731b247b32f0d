package platform.tkex.statefulsetplus;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatienceTest {
  private final Patience patience = new Patience();

  @Test
  void theWaitDoublesUpToEightSecondsAndBeginsAnewAfterASuccess() {
    assertThat(waits("a", 6)).containsExactly(1L, 2L, 4L, 8L, 8L, 8L);

    patience.reset("a");

    assertThat(waits("a", 2)).containsExactly(1L, 2L);
  }

  @Test
  void oneBadObjectMakesNoOtherWait() {
    waits("a", 5);

    assertThat(waits("b", 1)).containsExactly(1L);
  }

  @Test
  void aDeadlineIsNotKeptWaiting() {
    waits("a", 5);

    assertThat(patience.afterFailure("a", Optional.of(Duration.ofSeconds(3)))).hasSeconds(3);
    assertThat(patience.afterFailure("a", Optional.of(Duration.ofSeconds(9)))).hasSeconds(8);
  }

  private List<Long> waits(String uid, int times) {
    return IntStream.range(0, times)
        .mapToObj(_ -> patience.afterFailure(uid, Optional.empty()).toSeconds())
        .toList();
  }
}
