package platform.tkex.simulation.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import platform.tkex.simulation.api.Change;
import platform.tkex.simulation.api.Resource;

/** What is true of the one workload and what ever was, for all rules. */
final class Facts {

  private record Version(long version, View view) {}

  private final List<Version> workload = new ArrayList<>();
  private final Map<Integer, PodView> pods = new TreeMap<>();
  private final Map<String, String> imageOfRevision = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  /** Revision of the last pod of each ordinal. */
  private final Map<Integer, String> lastRevision = new HashMap<>();

  /** Number of pods that are ready, after each change: version, fewest, most. */
  private final List<long[]> ready = new ArrayList<>();

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
    workload.add(new Version(change.version(), new View(gone ? gone() : change.after())));
    if (!gone) {
      asked.add(change.after().at("/spec/template/spec/containers/0/image").asText());
    }
  }

  private static ObjectNode gone() {
    return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.objectNode();
  }

  private void addPod(Change change) {
    PodView pod = new PodView(change.after());
    if (change.type() == Change.Type.DELETED) {
      pods.remove(pod.ordinal());
    } else {
      pods.put(pod.ordinal(), pod);
    }
    lastRevision.put(pod.ordinal(), pod.revision());
    int sure = 0;
    int most = 0;
    for (PodView each : pods.values()) {
      boolean counts = each.ready() && !each.owner().isEmpty();
      sure += counts && !each.terminating() ? 1 : 0;
      most += counts ? 1 : 0;
    }
    ready.add(new long[] {change.version(), sure, most});
  }

  /** The workload as it is; null when there never was one. */
  @Nullable View now() {
    return workload.isEmpty() ? null : workload.getLast().view();
  }

  /** How the workload was at a version and at each later one, the oldest first. */
  List<View> since(long version) {
    List<View> views = new ArrayList<>();
    for (int i = workload.size() - 1; i >= 0; i--) {
      views.addFirst(workload.get(i).view());
      if (workload.get(i).version() <= version) {
        break;
      }
    }
    return views;
  }

  /** Fewest and most pods that were ready at a version or later. */
  int[] readySince(long version) {
    int fewest = Integer.MAX_VALUE;
    int most = 0;
    for (int i = ready.size() - 1; i >= 0; i--) {
      fewest = (int) Math.min(fewest, ready.get(i)[1]);
      most = (int) Math.max(most, ready.get(i)[2]);
      if (ready.get(i)[0] <= version) {
        return new int[] {fewest, most};
      }
    }
    return new int[] {0, most};
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

  static boolean isWorkload(Change change) {
    return change.resource() == Resource.STATEFULSETPLUSES;
  }
}
