package platform.tkex.statefulsetplus.faults;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static platform.tkex.testkit.TkexAssertions.assertThatHistory;

import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.InPlace;
import platform.tkex.crds.statefulsetplus.PodManagementPolicy;
import platform.tkex.crds.statefulsetplus.PodUpdatePolicy;
import platform.tkex.crds.statefulsetplus.RollbackScope;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusSpec;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;
import platform.tkex.crds.statefulsetplus.UpdateStrategy;
import platform.tkex.statefulsetplus.batches.Journeys;
import platform.tkex.statefulsetplus.batches.LiveWorkload;
import platform.tkex.statefulsetplus.batches.Safety;
import platform.tkex.statefulsetplus.revision.GracePeriod;
import platform.tkex.testkit.PodHistory;
import platform.tkex.testkit.PodTimeline;
import platform.tkex.testkit.StatefulSetPlusBuilder;
import platform.tkex.testkit.TestNamespace;
import platform.tkex.testkit.Workloads;

/** One release of five pods in three batches, and what must be true of it whatever happened. */
final class Trial implements AutoCloseable {

  private static final int[][] BATCHES = {{4, 3}, {2, 1}, {0}};
  private static final int REPLICAS = 5;

  /** Longer than an operator that is killed is away, so that a good batch is not failed by it. */
  private static final int DEADLINE = 12;

  private static final int LATE = 600;

  /** The generation of the spec with the new template. */
  private static final long RELEASED = 2;

  /** How a release is to end. */
  enum Ending {
    COMPLETED,
    /** The same with pods that live on: they leave their Services, are resized and changed. */
    COMPLETED_IN_PLACE,
    /** Batch 1 is good, batch 2 is not: everything returns. */
    ROLLED_BACK
  }

  private final LiveWorkload workload;
  private final Ending ending;
  private PodHistory.@Nullable Mark mark;

  private Trial(LiveWorkload workload, Ending ending) {
    this.workload = workload;
    this.ending = ending;
  }

  /** Creates it at {@code app:v1}; wait with {@link #awaitRunning}. */
  static Trial create(TestNamespace namespace, String name, Ending ending) {
    return create(
        namespace,
        name,
        ending,
        PodHistory.recordLabelled(namespace.client(), namespace.name(), name));
  }

  static Trial create(TestNamespace namespace, String name, Ending ending, PodHistory history) {
    StatefulSetPlusBuilder manifest =
        Workloads.statefulSetPlus(name)
            .namespace(namespace.name())
            .replicas(REPLICAS)
            .podManagementPolicy(PodManagementPolicy.PARALLEL)
            .autoBatches("2", "2", "1")
            .batches(plan -> {
              plan.setRollbackScope(RollbackScope.ALL);
              plan.setBatchTimeoutSeconds(ending == Ending.ROLLED_BACK ? DEADLINE : LATE);
            });
    if (ending == Ending.COMPLETED_IN_PLACE) {
      manifest.spec(Trial::liveOn).template(t -> cpu(t, "100m"));
    }
    return new Trial(LiveWorkload.create(namespace.client(), manifest.build(), history), ending);
  }

  private static void liveOn(StatefulSetPlusSpec spec) {
    InPlace inPlace = new InPlace();
    inPlace.setGracePeriodSeconds(1);
    UpdateStrategy strategy = new UpdateStrategy();
    strategy.setPodUpdatePolicy(PodUpdatePolicy.IN_PLACE_ONLY);
    strategy.setInPlace(inPlace);
    spec.setUpdateStrategy(strategy);
  }

  private static PodTemplateSpecBuilder cpu(PodTemplateSpecBuilder template, String cpu) {
    return template
        .editSpec()
        .editFirstContainer()
        .withNewResources()
        .addToRequests("cpu", new Quantity(cpu))
        .endResources()
        .endContainer()
        .endSpec();
  }

  String name() {
    return workload.name();
  }

  LiveWorkload workload() {
    return workload;
  }

  void awaitRunning() {
    workload.awaitGeneral(GeneralStatus.COMPLETED);
    mark = workload.history().mark();
  }

  /** Sets it off; returns at once. */
  void release() {
    workload.editTemplate(t -> {
      t.editSpec().editFirstContainer().withImage("app:v2").endContainer().endSpec();
      return switch (ending) {
        case COMPLETED -> t;
        case COMPLETED_IN_PLACE -> cpu(t, "200m");
        case ROLLED_BACK -> roomForTwo(t);
      };
    });
  }

  /** A port of the host, on two hosts: the first batch finds room, the next pod none. */
  private PodTemplateSpecBuilder roomForTwo(PodTemplateSpecBuilder template) {
    return template
        .editSpec()
        .editFirstContainer()
        .withPorts(
            new ContainerPortBuilder()
                .withContainerPort(80)
                .withHostPort(10_000 + Math.floorMod(name().hashCode(), 20_000))
                .build())
        .endContainer()
        .withNewAffinity()
        .withNewNodeAffinity()
        .withNewRequiredDuringSchedulingIgnoredDuringExecution()
        .addNewNodeSelectorTerm()
        .addNewMatchExpression()
        .withKey("kubernetes.io/hostname")
        .withOperator("In")
        .withValues("fake-0", "fake-1")
        .endMatchExpression()
        .endNodeSelectorTerm()
        .endRequiredDuringSchedulingIgnoredDuringExecution()
        .endNodeAffinity()
        .endAffinity()
        .endSpec();
  }

  void awaitEnd() {
    switch (ending) {
      case COMPLETED, COMPLETED_IN_PLACE -> workload.awaitReleased().awaitImages("v2 v2 v2 v2 v2");
      case ROLLED_BACK ->
          workload.awaitGeneral(GeneralStatus.ROLLED_BACK).awaitImages("v1 v1 v1 v1 v1");
    }
  }

  /** Whether the newest status that was told is of a release that has ended. */
  boolean hasEnded() {
    List<StatefulSetPlusStatus> states = workload.statuses().states();
    if (states.isEmpty() || states.getLast().getBatchDeployStatus() == null) {
      return false;
    }
    GeneralStatus wanted =
        ending == Ending.ROLLED_BACK ? GeneralStatus.ROLLED_BACK : GeneralStatus.COMPLETED;
    return Objects.equals(states.getLast().getObservedGeneration(), RELEASED)
        && states.getLast().getBatchDeployStatus().getGeneralStatus() == wanted;
  }

  /** Nothing twice, nothing outside its batch, never two pods of an ordinal, no lie. */
  void check() {
    Safety.check(workload);
    PodTimeline timeline = workload.history().since(requireNonNull(mark, "it never ran"));
    assertThatHistory(timeline).neverTwoPodsOfOneOrdinal();
    switch (ending) {
      case COMPLETED -> {
        Journeys.cameInSequence(timeline, "app:v2", BATCHES);
        assertThatHistory(timeline).createdOnceEach(0, 1, 2, 3, 4);
      }
      case COMPLETED_IN_PLACE -> {
        Journeys.changedInSequence(timeline, "app:v2", BATCHES);
        assertThatHistory(timeline).nobodyCameOrWent();
        workload.pods().forEach(Trial::changedOnce);
      }
      case ROLLED_BACK -> cameBack(Journeys.of(timeline));
    }
  }

  private static void changedOnce(Pod pod) {
    assertThat(pod.getStatus().getContainerStatuses().getFirst().getRestartCount()).isEqualTo(1);
    assertThat(pod.getSpec().getContainers().getFirst().getResources().getRequests())
        .containsEntry("cpu", new Quantity("200m"));
    assertThat(pod.getStatus().getConditions())
        .filteredOn(condition -> GracePeriod.GATE.equals(condition.getType()))
        .extracting(PodCondition::getStatus)
        .containsExactly("True");
  }

  /**
   * Deleted but not yet made again when the deadline passes, a pod comes back at the old revision
   * without ever having had the new one. On a slow machine this is batch 1 already.
   */
  private static void cameBack(NavigableMap<Integer, String> journeys) {
    String good = "v1 v2 v1";
    assertThat(journeys.values()).as("ways of a pod").isSubsetOf("v1", "v1 v1", good);
    assertThat(journeys.get(0)).as("the batch that was never reached").isEqualTo("v1");
    if (!List.of(journeys.get(1), journeys.get(2)).equals(List.of("v1", "v1"))) {
      assertThat(List.of(journeys.get(3), journeys.get(4)))
          .as("the batch that must have been good before the next one began")
          .containsOnly(good);
    }
  }

  @Override
  public void close() {
    workload.close();
  }
}
