package platform.tkex.statefulsetplus.batches;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.BatchStatus;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.ReleaseAction;
import platform.tkex.testkit.PodHistory;

/** The wait between the success of a batch and the start of the next. */
class IntervalIT extends BatchTest {

  /** The one test that waits for the clock: the interval is in whole minutes. */
  @Test
  void theNextBatchStartsWhenTheIntervalIsOver() {
    LiveWorkload web =
        running(web(2).autoBatches("1", "1").batches(c -> c.setBatchIntervalMinutes(1)));
    web.release("app:v2");
    web.await(w ->
        w.hasGeneralStatus(GeneralStatus.WAITING_INTERVAL)
            .hasAction(ReleaseAction.WAIT_TO_CONFIRM)
            .hasBatchOrder(1)
            .hasCondition("Progressing", true, "WaitingInterval"));
    PodHistory.Mark mark = web.history().mark();
    web.awaitPasses();
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();

    web.awaitReleased();

    List<BatchStatus> batches = requireNonNull(web.release().getBatches());
    Instant ended = Instant.parse(batches.getFirst().getEndTime());
    Instant started = Instant.parse(batches.getLast().getStartTime());
    assertThat(Duration.between(ended, started))
        .isBetween(Duration.ofMinutes(1), Duration.ofMinutes(1).plusSeconds(10));
  }

  @Test
  void aConfirmationDoesNotCutItShort() {
    LiveWorkload web =
        running(
            confirmed(web(2).autoBatches("1", "1")).batches(c -> c.setBatchIntervalMinutes(30)));
    web.release("app:v2").awaitGeneral(GeneralStatus.WAITING_FOR_CONFIRMATION);
    web.confirm("1").awaitGeneral(GeneralStatus.WAITING_INTERVAL);
    PodHistory.Mark mark = web.history().mark();
    web.awaitPasses();
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();
    web.editPlan(plan -> plan.setBatchIntervalMinutes(0)).awaitImages("v2 v2");
  }
}
