package platform.tkex.simulation.check;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import platform.tkex.simulation.scenario.Image;
import platform.tkex.simulation.world.World;

/** What must be true when all troubles are long over and nobody does anything any more. */
public final class End {

  private final World world;
  private final Facts facts;
  private final WorkloadView view;

  private End(World world, Facts facts, WorkloadView view) {
    this.world = world;
    this.facts = facts;
    this.view = view;
  }

  public static void check(World world, Safety safety) {
    WorkloadView view = safety.facts().now();
    if (view == null || view.uid().isEmpty()) {
      throw new Violation("end", "the workload is gone");
    }
    new End(world, safety.facts(), view).check();
  }

  /** As in apps/v1 an ordered scale-in stops before broken pods and leaves what is behind them. */
  public static boolean scaleInWaits(Safety safety) {
    WorkloadView view = safety.facts().now();
    return view != null
        && safety.facts().pods().stream().anyMatch(pod -> !view.inRange(pod.ordinal()));
  }

  /** Asked again and again while all is calm: what happened a while ago must be in the status. */
  public static void checkPromptness(Safety safety) {
    WorkloadView view = safety.facts().now();
    if (view == null || view.uid().isEmpty() || view.deleting()) {
      return;
    }
    long ready =
        safety.facts().pods().stream()
            .filter(pod -> pod.owner().equals(view.uid()) && pod.ready() && !pod.terminating())
            .count();
    long told = view.status().path("readyReplicas").asLong();
    if (told != ready) {
      throw new Violation(
          "late", "readyReplicas tells " + told + ", but long since it is " + ready);
    }
  }

  private void check() {
    long generation = view.object().path("metadata").path("generation").asLong();
    if (view.status().path("observedGeneration").asLong() != generation) {
      throw new Violation("end", "status is not of the newest generation: " + view.status());
    }
    statusTellsTheTruth();
    releaseHasEnded();
    podsAreThere();
    podsAreWhereTheyBelong();
  }

  private void statusTellsTheTruth() {
    expect("replicas", facts.pods().stream().filter(this::owned).count());
    expect(
        "readyReplicas", facts.pods().stream().filter(this::owned).filter(PodView::ready).count());
    String update = view.status().path("updateRevision").asText();
    expect(
        "updatedReplicas",
        facts.pods().stream()
            .filter(this::owned)
            .filter(pod -> pod.revision().equals(update) && pod.settled() && !pod.terminating())
            .count());
  }

  private boolean owned(PodView pod) {
    return pod.owner().equals(view.uid());
  }

  private boolean belongs(PodView pod) {
    return owned(pod) && view.inRange(pod.ordinal());
  }

  private void expect(String field, long is) {
    long told = view.status().path(field).asLong();
    if (told != is) {
      throw new Violation("end", field + " tells " + told + ", but it is " + is);
    }
  }

  private void releaseHasEnded() {
    String general = view.general();
    boolean ended =
        switch (general) {
          case "Completed", "RolledBack", "Failed" -> true;
          case "Paused" -> view.paused();
          case "WaitingForConfirmation" -> !view.plan().path("batchAuto").asBoolean();
          case "Progressing" -> mayGoOnForEver();
          case "RollingBack" -> view.replicas() == 0 || view.paused();
          default -> false;
        };
    if (!ended) {
      throw new Violation(
          "liveness", general + " for ever: " + view.deploy().path("message").asText());
    }
    if (world.scenario().ending() != null && !general.equals("Completed")) {
      throw new Violation(
          "liveness",
          "the last manifest is good, but the release is "
              + general
              + ": "
              + view.deploy().path("message").asText());
    }
  }

  /** A rollout without batches has no deadline; one to no replicas has nothing to judge. */
  private boolean mayGoOnForEver() {
    boolean first = view.lastGood().isEmpty() && view.current().equals(view.target());
    return view.replicas() == 0 || !view.hasPlan() || view.onDelete() || first;
  }

  private void podsAreThere() {
    Set<Integer> there = new TreeSet<>();
    for (PodView pod : facts.pods()) {
      if (owned(pod)) {
        there.add(pod.ordinal());
        if (!view.inRange(pod.ordinal()) && !orderedBehindABrokenOne()) {
          throw new Violation("end", pod + " is outside of the replicas");
        }
      }
    }
    boolean excused = orderedBehindABrokenOne() || somebodyDeletedTheRevision();
    if (there.size() < view.replicas() && !excused) {
      throw new Violation("end", "of " + view.replicas() + " pods there are only " + there);
    }
  }

  /** Status says so, and that only a person can help. */
  private boolean somebodyDeletedTheRevision() {
    return view.deploy().path("message").asText().startsWith("Somebody deleted revision");
  }

  /** With OrderedReady nothing goes on behind a pod that never gets ready, or that cannot come. */
  private boolean orderedBehindABrokenOne() {
    boolean ordered =
        view.object().path("spec").path("podManagementPolicy").asText().equals("OrderedReady");
    boolean broken = facts.pods().stream().anyMatch(pod -> !pod.ready());
    return ordered && (broken || somebodyDeletedTheRevision());
  }

  private void podsAreWhereTheyBelong() {
    if (!view.general().equals("Completed") || view.onDelete()) {
      return;
    }
    boolean partitioned =
        view.object().path("spec").path("updateStrategy").path("rollingUpdate").has("partition")
            && !view.hasPlan();
    List<PodView> astray =
        facts.pods().stream()
            .filter(this::belongs)
            .filter(pod -> !pod.revision().equals(view.target()))
            .filter(pod -> !partitioned)
            .toList();
    if (!astray.isEmpty()) {
      throw new Violation("end", "Completed, but " + astray + " are not at " + view.target());
    }
    if (world.scenario().ending() != null && Image.of(image()) == Image.GOOD) {
      List<PodView> wrong =
          facts.pods().stream()
              .filter(this::belongs)
              .filter(pod -> !pod.image().equals(world.scenario().ending().image()) || !pod.ready())
              .toList();
      if (!wrong.isEmpty()) {
        throw new Violation("end", "not what the last manifest says: " + wrong);
      }
    }
  }

  private String image() {
    return view.object().at("/spec/template/spec/containers/0/image").asText();
  }
}
