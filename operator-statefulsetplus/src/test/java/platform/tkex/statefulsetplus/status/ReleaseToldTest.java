package platform.tkex.statefulsetplus.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import platform.tkex.crds.Condition;
import platform.tkex.statefulsetplus.model.BatchConfig;
import platform.tkex.statefulsetplus.model.Objection;
import platform.tkex.statefulsetplus.plan.Edits;
import platform.tkex.statefulsetplus.plan.ToyCluster;

/** The word, the sentence and the conditions in which a release is told. */
class ReleaseToldTest {
  private static final Objection REFUSED = new Objection("image is missing", false);
  private static final Objection NO_ANSWER = new Objection("no answer", true);

  @Test
  void completed() {
    ToyCluster cluster = running(c -> c);
    assertThat(told(cluster)).isEqualTo("COMPLETED: Revision v1 is released");
    assertThat(condition(cluster, "Available"))
        .isEqualTo("True AllReplicasAvailable 10 of 10 pods are available");
    assertThat(condition(cluster, "Progressing"))
        .isEqualTo("False Completed Revision v1 is released");
    assertThat(condition(cluster, "ReleaseFailed")).isEqualTo("False NoFailure ");
    assertThat(condition(cluster, "Paused")).isEqualTo("False NotPaused ");
    assertThat(condition(cluster, "NodeDrift")).isEqualTo("False NotChecked ");
  }

  @Test
  void onItsWay() {
    ToyCluster cluster = breaking(c -> c);
    assertThat(told(cluster)).isEqualTo("PROGRESSING: Batch 1 is being brought to v2");
    assertThat(condition(cluster, "Progressing"))
        .isEqualTo("True Progressing Batch 1 is being brought to v2");
    assertThat(condition(cluster, "Available"))
        .isEqualTo("False ReplicasUnavailable 8 of 10 pods are available: 2 pending (8-9)");
  }

  @Test
  void withoutBatches() {
    ToyCluster cluster = running(c -> c);
    cluster.edit(w -> Edits.batches(w, null));
    cluster.broken.add("v2");
    cluster.apply("v2");
    cluster.settle();
    assertThat(told(cluster)).isEqualTo("PROGRESSING: Bringing all pods to v2");
  }

  @Test
  void withoutReplicas() {
    ToyCluster cluster = breaking(c -> c);
    cluster.scale(0);
    cluster.settle();
    assertThat(told(cluster))
        .isEqualTo("PROGRESSING: There are no replicas; the release neither completes nor fails");
  }

  @Test
  void paused() {
    ToyCluster cluster = breaking(c -> c);
    cluster.pause(true);
    cluster.settle();
    assertThat(told(cluster)).isEqualTo("PAUSED: Paused by annotation in batch 1");
    assertThat(condition(cluster, "Paused")).isEqualTo("True PausedByAnnotation ");
  }

  @Test
  void pausedFromTheFirst() {
    ToyCluster cluster = running(c -> c);
    cluster.pause(true);
    cluster.apply("v2");
    cluster.settle();
    assertThat(told(cluster)).isEqualTo("PAUSED: Paused by annotation");
  }

  @Test
  void waitingForAPerson() {
    ToyCluster cluster = running(Edits::confirmed);
    cluster.apply("v2");
    cluster.settle();
    assertThat(told(cluster))
        .isEqualTo(
            "WAITING_FOR_CONFIRMATION: Batch 1 succeeded; set platform.tkex/confirm-batch to"
                + " \"v2/1\" to go on");
    assertThat(condition(cluster, "Progressing")).startsWith("True WaitingForConfirmation ");
  }

  @Test
  void waitingForTheInterval() {
    ToyCluster cluster = running(c -> Edits.interval(c, Duration.ofMinutes(5)));
    cluster.apply("v2");
    cluster.settle();
    assertThat(told(cluster))
        .isEqualTo(
            "WAITING_INTERVAL: Batch 1 succeeded; the next one starts when the interval is over");
    cluster.wait(Duration.ofMinutes(5)).pass();
    assertThat(told(cluster)).startsWith("PROGRESSING: Batch 2");
  }

  @Test
  void confirmedItStillWaitsForTheInterval() {
    ToyCluster cluster = running(c -> Edits.confirmed(Edits.interval(c, Duration.ofMinutes(5))));
    cluster.apply("v2");
    cluster.pass();
    cluster.command(c -> Edits.confirm(c, "1"));
    cluster.settle();
    assertThat(told(cluster)).startsWith("WAITING_INTERVAL: Batch 1 succeeded");
  }

  @Test
  void failed() {
    ToyCluster cluster = breaking(c -> Edits.scope(c, BatchConfig.RollbackScope.NONE));
    cluster.wait(Duration.ofSeconds(60)).settle();
    String message = "Batch 1 of v2 failed; retry, roll back, or apply another template";
    assertThat(told(cluster)).isEqualTo("FAILED: " + message);
    assertThat(condition(cluster, "Progressing")).isEqualTo("False Failed " + message);
    assertThat(condition(cluster, "ReleaseFailed"))
        .isEqualTo("True BatchFailed Revision v2 failed. " + message);
  }

  @Test
  void rollingBackOneBatch() {
    ToyCluster cluster = breaking(c -> c);
    cluster.broken.add("v1");
    cluster.wait(Duration.ofSeconds(60)).settle();
    assertThat(told(cluster)).isEqualTo("ROLLING_BACK: Batch 1 to be returned to v1");
    cluster.wait(Duration.ofSeconds(60)).settle();
    assertThat(told(cluster))
        .isEqualTo("FAILED: Batch 1 could not be returned to v1 in time; still trying");
    cluster.broken.clear();
    cluster.settle();
    assertThat(told(cluster)).isEqualTo("ROLLED_BACK: Batch 1 is back at v1");
    assertThat(condition(cluster, "Progressing"))
        .isEqualTo("False RolledBack Batch 1 is back at v1");
  }

  @Test
  void rollingBackAll() {
    ToyCluster cluster = breaking(c -> Edits.scope(c, BatchConfig.RollbackScope.ALL));
    cluster.broken.add("v1");
    cluster.wait(Duration.ofSeconds(60)).settle();
    assertThat(told(cluster)).isEqualTo("ROLLING_BACK: All pods to be returned to v1");
    cluster.wait(Duration.ofSeconds(60)).settle();
    assertThat(told(cluster))
        .isEqualTo("FAILED: All pods could not be returned to v1 in time; still trying");
    cluster.broken.clear();
    cluster.settle();
    assertThat(told(cluster)).isEqualTo("ROLLED_BACK: All pods are back at v1");
  }

  @Test
  void aRevisionThatPodsNeedWasDeleted() {
    ToyCluster cluster = breaking(c -> c);
    cluster.deleteRevision("v1");
    cluster.settle();
    assertThat(told(cluster)).isEqualTo("PROGRESSING: " + deleted("v1"));
    cluster.broken.clear();
    cluster.settle();
    assertThat(told(cluster)).isEqualTo("COMPLETED: Revision v2 is released");
    cluster.deleteRevision("v2");
    cluster.settle();
    assertThat(told(cluster)).isEqualTo("COMPLETED: Revision v2 is released");
  }

  @Test
  void theRevisionOfARollbackWasDeleted() {
    ToyCluster cluster = breaking(c -> c);
    cluster.broken.add("v1");
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.settle();
    cluster.deleteRevision("v1");
    cluster.settle();
    assertThat(told(cluster)).isEqualTo("ROLLING_BACK: " + deleted("v1"));
  }

  @Test
  void aDeletedRevisionThatNobodyNeedsIsNotTold() {
    ToyCluster plain = running(c -> c);
    plain.edit(w -> Edits.batches(w, null));
    plain.broken.add("v2");
    plain.apply("v2");
    plain.deleteRevision("v1");
    plain.settle();
    assertThat(told(plain)).doesNotContain("deleted");

    ToyCluster first = ToyCluster.inBatches(c -> c);
    first.broken.add("v1");
    first.settle();
    first.deleteRevision("v1");
    first.settle();
    assertThat(told(first)).doesNotContain("deleted");
  }

  @Test
  void aRefusedTemplate() {
    ToyCluster cluster = running(c -> c);
    cluster.objection = REFUSED;
    cluster.settle();
    String message = "The API server refuses pods of the template: image is missing";
    assertThat(told(cluster)).isEqualTo("FAILED: " + message);
    assertThat(condition(cluster, "Progressing")).isEqualTo("False InvalidTemplate " + message);
    assertThat(condition(cluster, "ReleaseFailed")).isEqualTo("True InvalidTemplate " + message);
  }

  @Test
  void aTemplateOfWhichNothingIsKnown() {
    ToyCluster cluster = running(c -> c);
    cluster.objection = NO_ANSWER;
    cluster.settle();
    String message = "No pod of the new template can be made yet: no answer";
    assertThat(told(cluster)).isEqualTo("PROGRESSING: " + message);
    assertThat(condition(cluster, "Progressing")).isEqualTo("True Progressing " + message);
    assertThat(condition(cluster, "ReleaseFailed")).isEqualTo("False NoFailure ");
  }

  @Test
  void aRefusedTemplateWhileAnEarlierOneIsOnItsWay() {
    ToyCluster cluster = breaking(c -> c);
    cluster.objection = REFUSED;
    cluster.settle();
    assertThat(told(cluster)).startsWith("PROGRESSING: The API server refuses");
    assertThat(condition(cluster, "ReleaseFailed")).startsWith("True InvalidTemplate");
    cluster.broken.add("v1");
    cluster.command(c -> Edits.rollback(c, "v1", ""));
    cluster.settle();
    assertThat(told(cluster)).startsWith("ROLLING_BACK: ");
  }

  private static String deleted(String revision) {
    return "Somebody deleted revision "
        + revision
        + ": its pods can neither be made nor returned to it; apply a template to go on";
  }

  private static ToyCluster running(UnaryOperator<BatchConfig> edit) {
    return ToyCluster.inBatches(edit).settle();
  }

  /** Batch 1 of v2 runs and none of its pods becomes ready. */
  private static ToyCluster breaking(UnaryOperator<BatchConfig> edit) {
    ToyCluster cluster = running(edit);
    cluster.broken.add("v2");
    cluster.apply("v2");
    return cluster.settle();
  }

  private static String told(ToyCluster cluster) {
    return cluster.general().name() + ": " + cluster.deploy().getMessage();
  }

  private static String condition(ToyCluster cluster, String type) {
    Condition condition = cluster.condition(type);
    return "%s %s %s"
        .formatted(condition.getStatus(), condition.getReason(), condition.getMessage());
  }
}
