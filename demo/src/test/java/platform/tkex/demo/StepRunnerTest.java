package platform.tkex.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepRunnerTest {
  private final Deque<Optional<ReleaseView>> answers = new ArrayDeque<>();
  private final List<String> said = new ArrayList<>();
  private Instant now = Views.NOW;
  private final StepRunner runner =
      new StepRunner(
          () -> answers.isEmpty() ? Optional.empty() : answers.remove(),
          new Recorder(),
          () -> now,
          () -> now = now.plusSeconds(1));

  @Test
  void returnsTheViewThatMeetsTheExpectation() throws Exception {
    ReleaseView last = Views.view("Completed", 0, "a", "a", "");
    answers.add(Optional.of(Views.view("Progressing", 0, "a", "", "")));
    answers.add(Optional.empty());
    answers.add(Optional.of(last));

    ReleaseView view =
        runner.await("first rollout", Expectation.firstRollout(), Duration.ofSeconds(10));

    assertThat(view).isEqualTo(last);
    assertThat(said).containsExactly("   done: 50 of 50 pods ready, last good revision a");
  }

  @Test
  void tooLateTellsTheLastStatus() {
    answers.add(Optional.of(Views.view("Progressing", 0, "a", "", "")));

    assertThatThrownBy(
            () -> runner.await("first rollout", Expectation.firstRollout(), Duration.ofSeconds(3)))
        .isInstanceOf(StepFailed.class)
        .hasMessageStartingWith("first rollout: not within 3 s; the last status was: Progressing");
  }

  @Test
  void stopsAtOnceWhenItCannotHappenAnyMore() {
    answers.add(Optional.of(Views.view("Failed", 0, "a", "", "a")));

    assertThatThrownBy(
            () -> runner.await("first rollout", Expectation.firstRollout(), Duration.ofHours(1)))
        .hasMessage("first rollout: the first rollout ended Failed");
    assertThat(now).isEqualTo(Views.NOW);
  }

  private final class Recorder implements Screen {
    @Override
    public void step(String title) {}

    @Override
    public void show(ReleaseView view, Instant at) {}

    @Override
    public void say(String text) {
      said.add(text);
    }

    @Override
    public void close() {}
  }
}
