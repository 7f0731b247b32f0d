package platform.tkex.simulation.bugs;

import java.util.List;

/**
 * One wrong line.
 *
 * @param what it does wrong
 * @param file the source that holds it
 * @param right as it is, in one place of the file
 * @param wrong what stands there instead
 */
record PlantedBug(String what, String file, String right, String wrong) {

  static final List<PlantedBug> ALL =
      List.of(
          bug(
              "deletes whatever pod has the name by now",
              "act/PodActions.java",
              "Write.delete(Paths.pod(namespace, pod.name()), pod.uid(), delete.version(), null)",
              "new Write(Write.Method.DELETE, Paths.pod(namespace, pod.name()), null, null)"),
          bug(
              "kills pods without waiting for their node",
              "act/PodActions.java",
              "pod.uid(), delete.version(), null)",
              "pod.uid(), delete.version(), 0L)"),
          bug(
              "forgets the changes it has just sent",
              "act/OwnPods.java",
              "record(updates, ownerUid, podUid, version, revision, result);",
              ""),
          bug(
              "takes a change for done once the kubelet has seen it",
              "inplace/Doneness.java",
              "boolean replaced = !each.contains(false);",
              "boolean replaced = true;"),
          bug(
              "takes a pod in the middle of a change for available",
              "model/PodState.java",
              "&& settled()",
              ""),
          bug(
              "forgets the pods it has just made",
              "act/OwnPods.java",
              "expectations.created(ownerUid, podKey, uid, version);",
              ""),
          bug(
              "writes status over whatever has changed meanwhile",
              "act/StatusWriter.java",
              "\"/metadata/resourceVersion\",",
              "\"/kind\","),
          bug(
              "starts a batch while paused",
              "release/BatchProgress.java",
              "} else if (!workload.paused()) {\n      start(",
              "} else {\n      start("),
          bug(
              "updates pods while paused",
              "plan/UpdatePlanner.java",
              "if (workload.paused()) {",
              "if (workload.onDelete()) {"),
          bug(
              "takes an unconfirmed batch for confirmed",
              "release/BatchProgress.java",
              "if (!config.auto() && draft.confirmed < batch.order()) {\n      return false;",
              "if (!config.auto() && draft.confirmed < batch.order() - 1) {\n      return false;"),
          bug(
              "takes one pod more into a batch",
              "release/BatchProgress.java",
              "Remaining.take(remaining, next.size());",
              "Remaining.take(remaining, Math.min(next.size() + 1, remaining.size()));"),
          bug(
              "leaves out the highest pod of a batch",
              "release/BatchProgress.java",
              "Remaining.take(remaining, next.size());",
              "Remaining.take(remaining.size() < 2 ? remaining : remaining.subList(1,"
                  + " remaining.size()), Math.min(next.size(), Math.max(1, remaining.size() -"
                  + " 1)));"),
          bug(
              "forgets the pods it has just deleted",
              "act/OwnPods.java",
              "expectations.deleting(ownerUid, podUid);",
              ""),
          bug(
              "gives lost pods the new version before their batch",
              "plan/Wanted.java",
              "return whole || release.reached(ordinal) ? release.target() : release.base();",
              "return release.target();"),
          bug(
              "moves pods whose batch has not come",
              "plan/UpdatePlanner.java",
              "moveWithin(running.plus(left), plan()",
              "moveWithin(workload.ordinals(), plan()"),
          bug(
              "is off by one in the ordinals of scale-in",
              "plan/PodPlanner.java",
              "if (!workload.inRange(entry.getKey())) {",
              "if (!workload.inRange(entry.getKey() + 1)) {"),
          bug(
              "is off by one in the ordinals of scale-out",
              "plan/PodPlanner.java",
              "ordinal < workload.end(); ordinal++) {",
              "ordinal <= workload.end(); ordinal++) {"),
          bug(
              "does not count pods that terminate as down",
              "plan/UpdatePlanner.java",
              "int left = budget - (group.size() - up.size());",
              "int left = budget - (int) group.ascending().filter(o -> snapshot.pod(o) != null"
                  + " && !snapshot.available(snapshot.pod(o)) && !snapshot.pod(o).terminating())"
                  + ".count();"),
          bug(
              "forgets the budget",
              "plan/UpdatePlanner.java",
              "moveAvailable(group, group::contains, budget);",
              "moveAvailable(group, group::contains, 2 * group.size());"),
          bug(
              "calls a pod done that is not ready",
              "model/Snapshot.java",
              "return pod != null && pod.at(revision) && available(pod);",
              "return pod != null && pod.at(revision);"),
          bug(
              "never notices that a batch is late",
              "release/BatchProgress.java",
              "if (!draft.deadlinePassed(draft.deadline)) {",
              "if (true) {"),
          bug(
              "does not wake up by itself",
              "plan/Wakeup.java",
              ".map(instant -> Duration.between(now, instant));",
              ".map(instant -> Duration.ofDays(1));"),
          bug(
              "loses an event that comes during a pass",
              "queue/WorkQueue.java",
              "case RUNNING -> entry.state = State.RUNNING_AGAIN;",
              "case RUNNING -> {}"),
          bug(
              "takes the lease of a leader that lives",
              "leader/LeaseCandidate.java",
              "if (current != null && !mine(current) && !expired(current, start)) {",
              "if (current != null && !mine(current) && current.holder().isBlank()) {"),
          bug(
              "reports readiness of pods that are not there",
              "status/Counters.java",
              "ready += pod.ready() ? 1 : 0;",
              "ready += 1;"),
          bug(
              "lets the deadline clock run while paused",
              "release/ReleaseMachine.java",
              "running && (workload.paused() || workload.replicas() == 0 || handedOver)",
              "running && (workload.replicas() == 0 || handedOver)"),
          bug(
              "calls what it released good before it is",
              "release/BatchProgress.java",
              "if (remaining.isEmpty() && (previous != null || undone.isEmpty())) {",
              "if (remaining.size() <= 1 && (previous != null || undone.isEmpty())) {"));

  private static PlantedBug bug(String what, String file, String right, String wrong) {
    return new PlantedBug(what, file, right, wrong);
  }

  @Override
  public String toString() {
    return what;
  }
}
