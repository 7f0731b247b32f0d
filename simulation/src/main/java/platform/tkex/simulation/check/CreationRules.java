package platform.tkex.simulation.check;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Change;
import platform.tkex.simulation.api.Resource;

/** A new pod is one that somebody asked for, and of a batch that has come. */
final class CreationRules implements Safety.Rule {

  private final Facts facts;

  CreationRules(Facts facts) {
    this.facts = facts;
  }

  @Override
  public void check(Change change, @Nullable Act act) {
    boolean comes = change.resource() == Resource.PODS && change.type() == Change.Type.ADDED;
    if (act != null && (comes || Facts.isMove(change, act))) {
      PodView pod = new PodView(change.after());
      List<WorkloadView> views =
          facts.since(act.workloads()).stream().filter(v -> v.uid().equals(pod.owner())).toList();
      versionIsAskedFor(pod, views);
      workloadLives(pod, views);
      batchHasCome(pod, views);
      ordinalIsWanted(pod, views);
    }
  }

  private void versionIsAskedFor(PodView pod, List<WorkloadView> views) {
    if (!facts.asked(pod.image())) {
      throw new Violation("version", "nobody ever asked for " + pod);
    }
    if (!facts.imageOf(pod.revision()).equals(pod.image())) {
      throw new Violation(
          "version",
          pod
              + " is not what revision "
              + pod.revision()
              + " says: "
              + facts.imageOf(pod.revision()));
    }
    String before = facts.lastRevision(pod.ordinal());
    boolean known =
        views.isEmpty()
            || views.stream().anyMatch(view -> revisions(view, before).contains(pod.revision()));
    if (!known) {
      throw new Violation("version", pod + " is of " + pod.revision() + ", which is not wanted");
    }
  }

  private static Set<String> revisions(WorkloadView view, String before) {
    return Set.copyOf(
        List.of(
            view.target(),
            view.current(),
            view.lastGood(),
            view.status().path("updateRevision").asText(),
            view.deploy().path("rollback").path("to").asText(),
            before));
  }

  private static void workloadLives(PodView pod, List<WorkloadView> views) {
    if (!views.isEmpty() && views.stream().allMatch(WorkloadView::deleting)) {
      throw new Violation("deleted", pod + " is created for a workload that is being deleted");
    }
  }

  private static void batchHasCome(PodView pod, List<WorkloadView> views) {
    boolean early = !views.isEmpty() && views.stream().allMatch(view -> outside(pod, view));
    if (early) {
      throw new Violation(
          "batch", pod + " is at " + pod.revision() + " though no batch has come to it");
    }
  }

  private static boolean outside(PodView pod, WorkloadView view) {
    return view.inBatches()
        && !view.rollingBack()
        && pod.revision().equals(view.target())
        && !pod.revision().equals(view.lastGood())
        && !pod.revision().equals(view.current())
        && !view.reached(pod.ordinal());
  }

  private static void ordinalIsWanted(PodView pod, List<WorkloadView> views) {
    if (!views.isEmpty() && views.stream().noneMatch(view -> view.inRange(pod.ordinal()))) {
      throw new Violation("scale", pod + " is created outside of the replicas");
    }
  }
}
