package platform.tkex.simulation.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Change;
import platform.tkex.simulation.api.ModelApiServer;
import platform.tkex.simulation.api.Resource;
import platform.tkex.simulation.scenario.Scenario;

/** What is true of the one workload and what ever was, for all rules. */
final class Facts {

  private record Version(long version, WorkloadView view) {}

  private final ModelApiServer server;
  private final List<Version> workload = new ArrayList<>();
  private final Map<Integer, PodView> pods = new TreeMap<>();
  private final Map<String, String> imageOfRevision = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  /** Until which version an ordinal had a ready pod of a revision; {@code 3/web-abc}. */
  private final Map<String, Long> lastReady = new HashMap<>();

  /** Revision of the last pod of each ordinal. */
  private final Map<Integer, String> lastRevision = new HashMap<>();

  /** After each change of pods, how many of each owner's are ready. */
  private final List<Ready> ready = new ArrayList<>();

  /**
   * @param sure owners of the pods that are ready and stay
   * @param maybe owners of those that are ready, but terminate
   */
  private record Ready(long version, List<String> sure, List<String> maybe) {}

  Facts(ModelApiServer server) {
    this.server = server;
  }

  void add(Change change) {
    switch (change.resource()) {
      case STATEFULSETPLUSES -> addWorkload(change);
      case REVISIONS -> {
        ObjectNode template = (ObjectNode) change.after().at("/data/spec/template");
        imageOfRevision.put(change.name(), template.at("/spec/containers/0/image").asText());
      }
      case PODS -> addPod(change);
      default -> {}
    }
  }

  private void addWorkload(Change change) {
    boolean gone = change.type() == Change.Type.DELETED;
    workload.add(new Version(change.version(), new WorkloadView(gone ? gone() : change.after())));
    if (!gone) {
      asked.add(change.after().at("/spec/template/spec/containers/0/image").asText());
    }
  }

  private static ObjectNode gone() {
    return JsonNodeFactory.instance.objectNode();
  }

  private void addPod(Change change) {
    PodView pod = new PodView(change.after());
    if (change.before() != null && new PodView(change.before()).healthy()) {
      lastReady.put(
          pod.ordinal() + "/" + new PodView(change.before()).revision(), change.version());
    }
    if (pod.healthy() && change.type() != Change.Type.DELETED) {
      lastReady.put(pod.ordinal() + "/" + pod.revision(), Long.MAX_VALUE);
    }
    if (change.type() == Change.Type.DELETED) {
      pods.remove(pod.ordinal());
    } else {
      pods.put(pod.ordinal(), pod);
    }
    lastRevision.put(pod.ordinal(), pod.revision());
    List<String> sure = new ArrayList<>();
    List<String> maybe = new ArrayList<>();
    for (PodView each : pods.values()) {
      if (each.ready()) {
        (each.terminating() ? maybe : sure).add(each.owner());
      }
    }
    ready.add(new Ready(change.version(), sure, maybe));
  }

  /** The workload as it is; null when there never was one. */
  @Nullable WorkloadView now() {
    return workload.isEmpty() ? null : workload.getLast().view();
  }

  /** Whether this very pod was ready, and not terminating, at a version. */
  boolean readyAsOf(String name, String uid, long version) {
    return asOf(name, uid, version).filter(pod -> pod.healthy() && !pod.terminating()).isPresent();
  }

  /** Whether this very pod was somebody's at a version. */
  boolean ownedAsOf(String name, String uid, long version) {
    return asOf(name, uid, version).filter(pod -> !pod.owner().isEmpty()).isPresent();
  }

  private Optional<PodView> asOf(String name, String uid, long version) {
    return Optional.ofNullable(server.getAsOf(Resource.PODS, Scenario.NAMESPACE, name, version))
        .map(PodView::new)
        .filter(pod -> pod.uid().equals(uid));
  }

  /** Whether an ordinal had a ready pod of a revision at a version or at any later one. */
  boolean readySince(int ordinal, String revision, long version) {
    Long last = lastReady.get(ordinal + "/" + revision);
    return last != null && last >= version;
  }

  /** How the workload was at a version and at each later one, the oldest first. */
  List<WorkloadView> since(long version) {
    List<WorkloadView> views = new ArrayList<>();
    for (int i = workload.size() - 1; i >= 0; i--) {
      views.addFirst(workload.get(i).view());
      if (workload.get(i).version() <= version) {
        break;
      }
    }
    return views;
  }

  /** Fewest and most pods of an owner that were ready at a version or later. */
  int[] readySince(long version, String owner) {
    int fewest = Integer.MAX_VALUE;
    int most = 0;
    for (int i = ready.size() - 1; i >= 0; i--) {
      int sure = Collections.frequency(ready.get(i).sure(), owner);
      fewest = Math.min(fewest, sure);
      most = Math.max(most, sure + Collections.frequency(ready.get(i).maybe(), owner));
      if (ready.get(i).version() <= version) {
        return new int[] {fewest, most};
      }
    }
    return new int[] {0, most};
  }

  /** Pods of a revision that is neither being released nor the one from before move first. */
  boolean hasAbandonedPods(WorkloadView view) {
    return pods.values().stream()
        .anyMatch(pod ->
            !pod.revision().equals(view.target())
                && !pod.revision().equals(view.current())
                && !pod.revision().equals(view.lastGood()));
  }

  Collection<PodView> pods() {
    return pods.values();
  }

  /** Whether a user ever asked for this image. */
  boolean asked(String image) {
    return asked.contains(image);
  }

  String imageOf(String revision) {
    return imageOfRevision.getOrDefault(revision, "");
  }

  String lastRevision(int ordinal) {
    return lastRevision.getOrDefault(ordinal, "");
  }

  /** An operator brings a pod that lives to another revision. */
  static boolean isMove(Change change, @Nullable Act act) {
    return act != null
        && change.resource() == Resource.PODS
        && change.type() == Change.Type.MODIFIED
        && change.before() != null
        && !new PodView(change.before()).revision().equals(new PodView(change.after()).revision());
  }

  static boolean isWorkload(Change change) {
    return change.resource() == Resource.STATEFULSETPLUSES;
  }
}
