package platform.tkex.statefulsetplus.batches;

import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import platform.tkex.crds.statefulsetplus.BatchDeployStatus;
import platform.tkex.crds.statefulsetplus.GeneralStatus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlus;
import platform.tkex.crds.statefulsetplus.StatefulSetPlusStatus;
import platform.tkex.testkit.Await;
import platform.tkex.testkit.UnbrokenWatch;

/** Every status that the API server told, however short it stood. */
public final class StatusHistory implements AutoCloseable {

  private final List<StatefulSetPlusStatus> states = new CopyOnWriteArrayList<>();
  private final UnbrokenWatch<StatefulSetPlus> watch;

  StatusHistory(Resource<StatefulSetPlus> resource) {
    // a test that waits for a state that was lost fails with those that were told
    watch = UnbrokenWatch.open(resource::watch, null, (_, object) -> told(object), _ -> null);
  }

  private void told(StatefulSetPlus object) {
    if (object.getStatus() != null) {
      states.add(object.getStatus());
    }
  }

  /** All that were told so far, oldest first. */
  public List<StatefulSetPlusStatus> states() {
    return states;
  }

  /** Of each state its release. */
  public List<BatchDeployStatus> releases() {
    return states.stream()
        .map(StatefulSetPlusStatus::getBatchDeployStatus)
        .filter(Objects::nonNull)
        .toList();
  }

  /** The words of generalStatus in their order, equal neighbours once, from a position on. */
  public List<GeneralStatus> story(int from) {
    List<GeneralStatus> story = new ArrayList<>();
    List<BatchDeployStatus> releases = releases();
    for (BatchDeployStatus release : releases.subList(from, releases.size())) {
      GeneralStatus word = release.getGeneralStatus();
      if (word != null && (story.isEmpty() || story.getLast() != word)) {
        story.add(word);
      }
    }
    return story;
  }

  /** Where the next state will be. */
  public int mark() {
    return releases().size();
  }

  /** Waits until a state was told of which this is true, also if it has passed already. */
  public BatchDeployStatus await(String what, Predicate<BatchDeployStatus> condition) {
    Await.until("the status told that " + what, () -> releases().stream().anyMatch(condition));
    return releases().stream().filter(condition).findFirst().orElseThrow();
  }

  @Override
  public void close() {
    watch.close();
  }
}
