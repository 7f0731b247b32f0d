package platform.tkex.statefulsetplus.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import java.util.List;
import java.util.Objects;
import platform.tkex.crds.Condition;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.BatchStatus;
import platform.tkex.crds.statefulsetplus.ReleaseAction;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;
import platform.tkex.testkit.PodTimeline;
import platform.tkex.testkit.Pods;

/** What holds in every test, at every moment of it. */
public final class Safety {

  /** A batch only ever goes on in this order. */
  private static final List<ReleaseAction> STEPS =
      List.of(ReleaseAction.NEXT, ReleaseAction.WAIT_TO_CONFIRM, ReleaseAction.COMPLETED);

  private static final List<String> CONDITIONS =
      List.of("Available", "Progressing", "ReleaseFailed", "Paused", "NodeDrift");

  private Safety() {}

  public static void check(LiveWorkload workload) {
    PodTimeline timeline = workload.history().timeline();
    assertThatHistory(timeline).neverTwoPodsOfOneOrdinal();
    assertThat(timeline.creations())
        .as("no pod of a version nobody asked for")
        .allMatch(step -> workload.asked().contains(Pods.image(step.pod())));
    workload.statuses().states().forEach(Safety::conditionsAreThere);
    actionNeverGoesBackWithinABatch(workload.statuses().releases());
  }

  private static void conditionsAreThere(StatefulSetPlusStatus status) {
    assertThat(status.getConditions())
        .as("all conditions, whole, in every state")
        .extracting(Condition::getType)
        .containsExactlyInAnyOrderElementsOf(CONDITIONS);
    assertThat(status.getConditions())
        .allSatisfy(condition -> {
          assertThat(condition.getStatus()).isIn("True", "False");
          assertThat(condition.getReason()).matches("[A-Z][A-Za-z]+");
          assertThat(condition.getObservedGeneration()).isEqualTo(status.getObservedGeneration());
          assertThat(condition.getLastTransitionTime()).isNotBlank();
        });
  }

  private static void actionNeverGoesBackWithinABatch(List<BatchDeployStatus> releases) {
    for (int i = 1; i < releases.size(); i++) {
      BatchDeployStatus before = releases.get(i - 1);
      BatchDeployStatus after = releases.get(i);
      if (isSameBatch(before, after)) {
        assertThat(step(after))
            .as("action after %s of batch %s", before.getAction(), before.getBatchOrder())
            .isGreaterThanOrEqualTo(step(before));
      }
    }
  }

  /** A batch is one start of it: a retry or another release starts it anew. */
  private static boolean isSameBatch(BatchDeployStatus before, BatchDeployStatus after) {
    return before.getBatchOrder() != null
        && Objects.equals(before.getTargetRevision(), after.getTargetRevision())
        && Objects.equals(before.getBatchOrder(), after.getBatchOrder())
        && Objects.equals(startOfCurrent(before), startOfCurrent(after));
  }

  private static String startOfCurrent(BatchDeployStatus release) {
    return Objects.requireNonNullElse(release.getBatches(), List.<BatchStatus>of()).stream()
        .filter(batch -> Objects.equals(batch.getOrder(), release.getBatchOrder()))
        .map(BatchStatus::getStartTime)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse("");
  }

  private static int step(BatchDeployStatus release) {
    return STEPS.indexOf(release.getAction());
  }
}
