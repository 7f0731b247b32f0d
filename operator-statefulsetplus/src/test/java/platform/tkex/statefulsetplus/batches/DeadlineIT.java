package platform.tkex.statefulsetplus.batches;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.BatchOutcome;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.PodEvent;
import platform.tkex.testkit.PodHistory;

/** Until when a batch must be done, and how the clock stands still while paused. */
class DeadlineIT extends BatchTest {

  private static Instant deadline(BatchDeployStatus release) {
    return Instant.parse(
        Objects.requireNonNull(release.getBatchDeadlineTime(), "a batch that runs has one"));
  }

  @Test
  void itIsTheStartOfTheBatchPlusItsTime() {
    LiveWorkload web = running(timeout(web(2).autoBatches("1", "1"), LATE));
    web.releaseUnready("app:v2").await(w -> w.hasUpdatedReplicas(1));
    for (int order = 1; order <= 2; order++) {
      int current = order;
      web.await(w -> w.hasBatchOrder(current));
      BatchDeployStatus release = web.release();
      Instant started =
          Instant.parse(requireNonNull(release.getBatches()).get(order - 1).getStartTime());
      assertThat(deadline(release)).isEqualTo(started.plusSeconds(LATE));
      web.makeReady("app:v2", 2 - order);
    }
    web.awaitReleased();
  }

  @Test
  void nothingIsReturnedBeforeIt() {
    LiveWorkload web = running(timeout(web(3).autoBatches("1", "2"), SOON));
    PodHistory.Mark mark = web.history().mark();
    web.release(BROKEN).awaitGeneral(GeneralStatus.ROLLED_BACK);
    Instant deadline =
        deadline(web.statuses().await("batch 1 runs", r -> r.getBatchDeadlineTime() != null));
    PodEvent returned = web.history().since(mark).deletions().get(1);
    assertThat(returned.at()).isBetween(deadline, deadline.plusSeconds(3));
    assertThat(Journeys.touched(web.history().since(mark))).containsExactly(2);
  }

  @Test
  void theTimePausedIsAddedToIt() {
    LiveWorkload web = running(timeout(web(2).autoBatches("1", "1"), LATE));
    web.releaseUnready("app:v2").await(w -> w.hasUpdatedReplicas(1));
    Instant before = deadline(web.release());

    web.pauseAndAwait();
    Instant stopped =
        Instant.parse(
            web.statuses()
                .await("the clock stands", r -> r.getClockStoppedSince() != null)
                .getClockStoppedSince());
    assertThat(deadline(web.release())).as("it moves at the end of the pause").isEqualTo(before);
    Await.until("two seconds of pause", () -> Instant.now().isAfter(stopped.plusSeconds(2)));
    Instant resuming = Instant.now();
    web.resume().await(w -> w.hasCondition("Paused", false));
    Instant resumed = Instant.now();

    web.await(w -> w.hasGeneralStatus(GeneralStatus.PROGRESSING));
    Duration added = Duration.between(before, deadline(web.release()));
    assertThat(added)
        .isBetween(Duration.between(stopped, resuming), Duration.between(stopped, resumed));
    assertThat(web.release().getClockStoppedSince()).isNull();
  }

  @Test
  void aPauseBeyondItKeepsTheBatchFromFailing() {
    LiveWorkload web = running(timeout(web(3).autoBatches("1", "2"), SOON));
    web.release(BROKEN).await(w -> w.hasUpdatedReplicas(1).hasBatchOrder(1));
    web.pauseAndAwait();
    Instant deadline = deadline(web.release());
    PodHistory.Mark mark = web.history().mark();
    Await.until("the deadline is over", () -> Instant.now().isAfter(deadline.plusSeconds(1)));
    web.awaitPasses();
    web.await(w ->
        w.hasGeneralStatus(GeneralStatus.PAUSED)
            .hasOutcome(1, BatchOutcome.PROGRESSING)
            .hasCondition("Progressing", true, "Paused")
            .hasCondition("ReleaseFailed", false));
    assertThatHistory(web.history().since(mark)).nobodyCameOrWent();

    web.resume().awaitGeneral(GeneralStatus.ROLLED_BACK);
    web.awaitImages("v1 v1 v1");
  }
}
