package platform.tkex.demo;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.Annotations;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.BatchStatus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;

/**
 * What the status of a workload tells at one moment, with every absent field as empty, 0 or null.
 *
 * @param wanted replicas in spec
 * @param observed the status describes the newest spec
 * @param paused the pause annotation is set
 * @param deadline of the current batch
 */
record ReleaseView(
    String name,
    int wanted,
    boolean observed,
    boolean paused,
    int ready,
    int updated,
    int updatedReady,
    String generalStatus,
    String action,
    String rollback,
    boolean complete,
    int order,
    @Nullable Instant deadline,
    String message,
    Revisions revisions,
    List<Batch> batches) {

  /** Names of the revisions that matter in a release. */
  record Revisions(String target, String lastGood, String failed) {}

  /** One line of the plan. */
  record Batch(
      int order, String ordinals, int pods, int updated, int ready, int failed, String outcome) {
    boolean is(String expected) {
      return outcome.equals(expected);
    }
  }

  static ReleaseView of(StatefulSetPlus object) {
    StatefulSetPlusStatus status =
        Optional.ofNullable(object.getStatus()).orElseGet(StatefulSetPlusStatus::new);
    BatchDeployStatus release =
        Optional.ofNullable(status.getBatchDeployStatus()).orElseGet(BatchDeployStatus::new);
    Long generation = object.getMetadata().getGeneration();
    Long observed = status.getObservedGeneration();
    Integer replicas = object.getSpec().getReplicas();
    return new ReleaseView(
        object.getMetadata().getName(),
        replicas == null ? 1 : replicas,
        generation != null && observed != null && observed >= generation,
        "true".equals(object.getMetadata().getAnnotations().get(Annotations.PAUSE)),
        number(status.getReadyReplicas()),
        number(status.getUpdatedReplicas()),
        number(status.getUpdatedReadyReplicas()),
        word(release.getGeneralStatus()),
        word(release.getAction()),
        word(release.getCurrentRollbackProgress()),
        Boolean.TRUE.equals(release.getCurrentDeployComplete()),
        number(release.getBatchOrder()),
        time(release.getBatchDeadlineTime()),
        text(release.getMessage()),
        new Revisions(
            text(release.getTargetRevision()),
            text(status.getLastGoodRevision()),
            text(status.getFailedRevision())),
        batches(release));
  }

  Optional<Batch> current() {
    return batches.stream().filter(batch -> batch.order() == order).findFirst();
  }

  boolean is(String status) {
    return generalStatus.equals(status);
  }

  /** Every pod exists at the newest revision and is ready. */
  boolean allUpdatedAndReady() {
    return updatedReady == wanted && ready == wanted;
  }

  private static List<Batch> batches(BatchDeployStatus release) {
    List<BatchStatus> given = release.getBatches();
    return given == null ? List.of() : given.stream().map(ReleaseView::batch).toList();
  }

  private static Batch batch(BatchStatus given) {
    String ordinals = text(given.getOrdinals());
    int pods = number(given.getReplicas());
    int lowest = number(given.getOrdinal());
    return new Batch(
        number(given.getOrder()),
        ordinals.isEmpty() && pods > 0 ? lowest + "-" + (lowest + pods - 1) : ordinals,
        pods,
        number(given.getUpdated()),
        number(given.getReady()),
        number(given.getFailed()),
        word(given.getOutcome()));
  }

  private static int number(@Nullable Integer given) {
    return given == null ? 0 : given;
  }

  private static String text(@Nullable String given) {
    return given == null ? "" : given;
  }

  private static @Nullable Instant time(@Nullable String given) {
    return given == null || given.isEmpty() ? null : Instant.parse(given);
  }

  /** The constant as it is spelled in the API. */
  private static String word(@Nullable Enum<?> given) {
    if (given == null) {
      return "";
    }
    try {
      JsonProperty spelled =
          given.getDeclaringClass().getField(given.name()).getAnnotation(JsonProperty.class);
      return spelled == null ? given.name() : spelled.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }
}
