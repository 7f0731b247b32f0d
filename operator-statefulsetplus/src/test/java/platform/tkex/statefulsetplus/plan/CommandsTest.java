package platform.tkex.statefulsetplus.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.statefulsetplus.events.Note;
import platform.tkex.statefulsetplus.events.Reason;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Commands;
import platform.tkex.statefulsetplus.release.Release;

/** What annotations command, and what is said of those that command nothing. */
class CommandsTest {
  private static final String DOES_NOTHING = "Annotation platform.tkex/%s: \"%s\" does nothing: %s";

  /** Batch 2 of five waits for its confirmation, batch 1 is confirmed. */
  @ParameterizedTest(name = "{0}={1}: {2}")
  @CsvSource({
    "confirm-batch, two, it must be <batchOrder> or <revision>/<batchOrder>",
    "confirm-batch, v9/2, the release is that of v2",
    "rollback, v9, there is no such revision",
    "rollback, v2, 'all pods are of this revision already, or go there'",
    "rollback-batch, 7, no batch of a running release has this order",
    "rollback-batch, x, no batch of a running release has this order",
    "retry, v2, 'only a rejected release can be tried again, by revision'",
  })
  void whatCannotBeObeyedIsSaid(String annotation, String value, String why) {
    ToyCluster cluster = inBatchTwo();
    cluster.command(command(annotation, value));
    cluster.settle();
    assertThat(ignored(cluster)).containsExactly(DOES_NOTHING.formatted(annotation, value, why));
    assertThat(cluster.count("v2")).isEqualTo(4);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_FOR_CONFIRMATION);
  }

  @Test
  void anUnknownModeIsSaid() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.rollback(c, "v1", "sideways"));
    cluster.settle();
    assertThat(ignored(cluster))
        .containsExactly(
            DOES_NOTHING.formatted(
                "rollback-mode", "sideways", "it must be all-at-once or in-batches"));
    assertThat(cluster.count("v2")).isEqualTo(4);
  }

  @ParameterizedTest(name = "{0} characters")
  @CsvSource({"80, ''", "81, ..."})
  void aLongValueIsCut(int length, String end) {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.retry(c, "x".repeat(length)));
    cluster.settle();
    assertThat(ignored(cluster))
        .singleElement()
        .asString()
        .contains("\"" + "x".repeat(80) + end + "\" does nothing");
  }

  @Test
  void thereIsNoLastGoodBeforeTheFirstRelease() {
    ToyCluster cluster = ToyCluster.inBatches(c -> c);
    cluster.broken.add("v1");
    cluster.settle();
    cluster.command(c -> Edits.rollback(c, "last-good", ""));
    cluster.settle();
    assertThat(ignored(cluster))
        .containsExactly(
            DOES_NOTHING.formatted("rollback", "last-good", "there is no last good revision"));
  }

  @ParameterizedTest(name = "confirm {0}, then {1}: confirmed up to {2}")
  @CsvSource({"2, 1, 2", "3, 2, 3", "1, '', 1"})
  void aConfirmationIsNeverTakenBack(String first, String second, int confirmed) {
    ToyCluster cluster = inBatchTwo();
    cluster.broken.add("v2");
    cluster.command(c -> Edits.confirm(c, first));
    cluster.settle();
    cluster.command(c -> Edits.confirm(c, second));
    cluster.settle();
    assertThat(cluster.release().confirmed()).isEqualTo(confirmed);
  }

  @Test
  void aConfirmationIsToldOnce() {
    ToyCluster cluster = inBatchTwo();
    cluster.broken.add("v2");
    cluster.command(c -> Edits.confirm(c, "3"));
    cluster.settle();
    assertThat(texts(cluster, Reason.BATCH_CONFIRMED)).containsExactly("Confirmed up to batch 3");
    cluster.command(c -> Edits.confirm(c, "v2/3"));
    cluster.settle();
    assertThat(texts(cluster, Reason.BATCH_CONFIRMED)).hasSize(1);
  }

  /** Found by seed 17003 of the simulation: it was given to the release before. */
  @ParameterizedTest(name = "{0}: confirmed up to {1}")
  @CsvSource({"2, 0", "v3/2, 2", "v2/2, 0"})
  void aConfirmationThatComesWithANewTemplateNamesIt(String value, int confirmed) {
    ToyCluster cluster = inBatchTwo();
    cluster.broken.add("v3");
    cluster.command(c -> Edits.confirm(c, value));
    cluster.apply("v3");
    cluster.settle();
    assertThat(cluster.release().target()).isEqualTo("v3");
    assertThat(cluster.release().confirmed()).isEqualTo(confirmed);
    assertThat(ignored(cluster)).hasSize(confirmed == 0 ? 1 : 0);
  }

  @Test
  void anEarlierBatchNeedsNoConfirmation() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.rollbackBatch(c, "2"));
    cluster.settle();
    cluster.command(c -> Edits.retry(c, "v2"));
    cluster.command(c -> Edits.confirm(c, "1"));
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.WAITING_FOR_CONFIRMATION);
  }

  @Test
  void noReleaseIsConfirmedAfterItsEnd() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.settle();
    cluster.command(c -> Edits.confirm(c, "3"));
    cluster.settle();
    assertThat(cluster.release().confirmed()).isEqualTo(1);
  }

  @Test
  void aFailedBatchHasANewDeadlineWhenItIsTriedAgain() {
    ToyCluster cluster = failedInBatchOne();
    cluster.wait(Duration.ofHours(1));
    cluster.command(c -> Edits.retry(c, "v2"));
    cluster.settle();
    assertThat(texts(cluster, Reason.RELEASE_STARTED)).contains("Trying v2 again, by annotation");
    cluster.wait(Duration.ofSeconds(59)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.PROGRESSING);
    cluster.wait(Duration.ofSeconds(1)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.FAILED);
  }

  @Test
  void whatIsReturningCanBeTriedAgain() {
    ToyCluster cluster = inBatchTwo();
    cluster.broken.add("v1");
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLING_BACK);
    cluster.command(c -> Edits.retry(c, "v2"));
    cluster.settle();
    assertThat(cluster.release().rollback()).isNull();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v1 v1 v2 v2");
  }

  @Test
  void whatHasReturnedToTheTargetCannotBeTriedAgain() {
    ToyCluster cluster = inBatchTwo();
    cluster.apply("v1");
    cluster.settle();
    cluster.command(c -> Edits.retry(c, "v1"));
    cluster.settle();
    assertThat(ignored(cluster)).hasSize(1);
    assertThat(cluster.release().phase()).isEqualTo(Release.Phase.ROLLED_BACK);
  }

  @Test
  void afterAFailureAPersonMayGoOnToTheRejectedRevision() {
    ToyCluster cluster = failedInBatchOne();
    cluster.brokenOrdinals.clear();
    cluster.command(c -> Edits.rollback(c, "v2", ""));
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(10);
    assertThat(cluster.general()).isEqualTo(GeneralStatus.ROLLED_BACK);
  }

  @Test
  void whereAllPodsHaveReturnedNothingIsLeftToReturn() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.settle();
    cluster.command(c -> Edits.rollback(c, "last-good", ""));
    cluster.settle();
    assertThat(ignored(cluster)).hasSize(1);
    cluster.command(c -> Edits.rollback(c, "v2", ""));
    cluster.settle();
    assertThat(cluster.count("v2")).isEqualTo(10);
  }

  @Test
  void afterOneBatchAllMayReturn() {
    ToyCluster cluster = inBatchTwo();
    cluster.command(c -> Edits.rollbackBatch(c, "1"));
    cluster.settle();
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
    assertThat(ignored(cluster)).isEmpty();
  }

  @Test
  void aBatchIsReturnedOnce() {
    ToyCluster cluster = failedInBatchOne();
    cluster.command(c -> Edits.rollbackBatch(c, "1"));
    cluster.settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
    cluster.command(c -> Edits.rollbackBatch(c, ""));
    cluster.settle();
    cluster.command(c -> Edits.rollbackBatch(c, "1"));
    cluster.settle();
    assertThat(ignored(cluster)).hasSize(1);
  }

  @Test
  void allAtOnceIsNotInTheSizesOfThePlan() {
    ToyCluster cluster = inBatchTwo();
    cluster.broken.add("v1");
    cluster.command(c -> Edits.rollback(c, "v1", "all-at-once"));
    cluster.settle();
    assertThat(cluster.count("v1")).isEqualTo(10);
  }

  @Test
  void inBatchesOneGroupWaitsForTheOther() {
    ToyCluster cluster = inBatchTwo();
    cluster.broken.add("v1");
    cluster.command(c -> Edits.rollback(c, "v1", "in-batches"));
    cluster.settle();
    assertThat(cluster.layout()).isEqualTo("v1 v1 v1 v1 v1 v1 v2 v2 v2 v1");
  }

  private static ToyCluster inBatchTwo() {
    ToyCluster cluster = ToyCluster.inBatches(Edits::confirmed).settle();
    cluster.apply("v2");
    cluster.pass();
    cluster.command(c -> Edits.confirm(c, "1"));
    cluster.settle();
    cluster.forget();
    return cluster;
  }

  /** Nothing is returned: pods 8 and 9 are at v2, and 8 is broken. */
  private static ToyCluster failedInBatchOne() {
    ToyCluster cluster =
        ToyCluster.inBatches(c -> Edits.scope(c, BatchConfig.RollbackScope.NONE)).settle();
    cluster.brokenOrdinals.put("v2", Set.of(8));
    cluster.apply("v2");
    cluster.settle().wait(Duration.ofSeconds(60)).settle();
    assertThat(cluster.general()).isEqualTo(GeneralStatus.FAILED);
    return cluster;
  }

  private static UnaryOperator<Commands> command(String annotation, String value) {
    return switch (annotation) {
      case "confirm-batch" -> c -> Edits.confirm(c, value);
      case "rollback" -> c -> Edits.rollback(c, value, "");
      case "rollback-batch" -> c -> Edits.rollbackBatch(c, value);
      case "retry" -> c -> Edits.retry(c, value);
      default -> throw new IllegalArgumentException(annotation);
    };
  }

  private static List<String> ignored(ToyCluster cluster) {
    return texts(cluster, Reason.COMMAND_IGNORED);
  }

  private static List<String> texts(ToyCluster cluster, Reason reason) {
    return cluster.notes.stream().filter(n -> n.reason() == reason).map(Note::text).toList();
  }
}
