package platform.tkex.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpectationTest {
  private static final Instant NOW = Views.NOW;

  @Test
  void firstRolloutWaitsForTheLastPod() {
    Expectation expectation = Expectation.firstRollout();

    assertThat(expectation.look(Views.view("Progressing", 0, "a", "", ""), NOW))
        .isEqualTo(Verdict.WAITING);
    assertThat(expectation.look(Views.view("Completed", 0, "a", "", ""), NOW))
        .isEqualTo(Verdict.WAITING);
    assertThat(expectation.look(Views.view("Completed", 0, "a", "a", ""), NOW))
        .isInstanceOf(Verdict.Done.class);
  }

  @Test
  void secondBatchIsNotThatOfTheReleaseBefore() {
    Expectation expectation = Expectation.secondBatch("old");

    assertThat(expectation.look(Views.view("Completed", 5, "old", "old", ""), NOW))
        .isEqualTo(Verdict.WAITING);
    assertThat(expectation.look(Views.view("Progressing", 1, "new", "old", ""), NOW))
        .isEqualTo(Verdict.WAITING);
    assertThat(expectation.look(Views.view("Progressing", 2, "new", "old", ""), NOW))
        .isInstanceOf(Verdict.Done.class);
  }

  @Test
  void secondBatchCannotComeOnceTheReleaseIsOver() {
    Expectation expectation = Expectation.secondBatch("old");

    assertThat(expectation.look(Views.view("Progressing", 4, "new", "old", ""), NOW))
        .isInstanceOf(Verdict.Broken.class);
    assertThat(expectation.look(Views.view("Completed", 5, "new", "new", ""), NOW))
        .isInstanceOf(Verdict.Broken.class);
  }

  @Test
  void pauseMustHold() {
    Expectation expectation = Expectation.staysPaused(Duration.ofSeconds(6));

    assertThat(expectation.look(Views.view("Progressing", 2, "new", "old", ""), NOW))
        .isEqualTo(Verdict.WAITING);
    assertThat(expectation.look(Views.view("Paused", 2, "new", "old", ""), NOW))
        .isEqualTo(Verdict.WAITING);
    assertThat(expectation.look(Views.view("Paused", 2, "new", "old", ""), NOW.plusSeconds(5)))
        .isEqualTo(Verdict.WAITING);
    assertThat(expectation.look(Views.view("Paused", 2, "new", "old", ""), NOW.plusSeconds(6)))
        .isInstanceOf(Verdict.Done.class);
  }

  @Test
  void pauseIsBrokenByAnotherBatchOrAnotherStatus() {
    for (ReleaseView next :
        List.of(
            Views.view("Paused", 3, "new", "old", ""),
            Views.view("Progressing", 2, "new", "old", ""))) {
      Expectation expectation = Expectation.staysPaused(Duration.ofSeconds(6));
      expectation.look(Views.view("Paused", 2, "new", "old", ""), NOW);

      assertThat(expectation.look(next, NOW.plusSeconds(1))).isInstanceOf(Verdict.Broken.class);
    }
  }

  @Test
  void completedNeedsEveryBatchAndANewLastGood() {
    Expectation expectation = Expectation.completed("old", 5);

    assertThat(expectation.look(Views.view("Progressing", 5, "new", "old", ""), NOW))
        .isEqualTo(Verdict.WAITING);
    assertThat(expectation.look(Views.view("Completed", 5, "new", "new", ""), NOW))
        .isInstanceOf(Verdict.Done.class);
    assertThat(expectation.look(Views.view("Completed", 5, "new", "old", ""), NOW))
        .isInstanceOf(Verdict.Broken.class);
    assertThat(
            Expectation.completed("old", 4).look(Views.view("Completed", 5, "new", "new", ""), NOW))
        .isInstanceOf(Verdict.Broken.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Failed", "RollingBack", "RolledBack"})
  void completedCannotComeAfterAFailure(String status) {
    assertThat(
            Expectation.completed("old", 5).look(Views.view(status, 3, "new", "old", "new"), NOW))
        .isInstanceOf(Verdict.Broken.class);
  }

  @Test
  void rolledBackNeedsTheFailedRevision() {
    Expectation expectation = Expectation.rolledBack("good");

    assertThat(expectation.look(Views.view("Completed", 5, "good", "good", ""), NOW))
        .isEqualTo(Verdict.WAITING);
    assertThat(expectation.look(Views.view("Progressing", 1, "bad", "good", ""), NOW))
        .isEqualTo(Verdict.WAITING);
    assertThat(expectation.look(Views.view("RollingBack", 1, "bad", "good", "bad"), NOW))
        .isEqualTo(Verdict.WAITING);
    assertThat(expectation.look(Views.view("RolledBack", 1, "bad", "good", "bad"), NOW))
        .isInstanceOf(Verdict.Done.class);
    assertThat(expectation.look(Views.view("RolledBack", 1, "bad", "good", ""), NOW))
        .isInstanceOf(Verdict.Broken.class);
  }

  @Test
  void aRollbackThatTakesLongGoesOn() {
    ReleaseView late = Views.view("Failed", 1, "bad", "good", "bad", "Failed");

    assertThat(Expectation.rolledBack("good").look(late, NOW)).isEqualTo(Verdict.WAITING);
  }

  @Test
  void rollbackCannotComeOnceTheBrokenImageWentOn() {
    for (ReleaseView next :
        List.of(
            Views.view("Progressing", 2, "bad", "good", ""),
            Views.view("Completed", 5, "bad", "bad", ""),
            Views.view("Failed", 1, "bad", "good", "bad"))) {
      assertThat(Expectation.rolledBack("good").look(next, NOW)).isInstanceOf(Verdict.Broken.class);
    }
  }
}
