package platform.tkex.statefulsetplus.preload;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.HashMap;
import java.util.Map;
import platform.tkex.statefulsetplus.batches.LiveWorkload;

/** The pods that pull for a workload, from now on. */
final class PullHistory implements Watcher<Pod>, AutoCloseable {
  private final Watch watch;
  private final Map<String, Boolean> pulling = new HashMap<>();
  private int most;

  PullHistory(LiveWorkload web) {
    watch =
        web.client()
            .pods()
            .inNamespace(web.namespace())
            .withLabel(PreloadPods.LABEL, web.name())
            .watch(this);
  }

  @Override
  public synchronized void eventReceived(Action action, Pod pod) {
    boolean pulled =
        pod.getStatus().getContainerStatuses().stream()
            .anyMatch(status -> !status.getImageID().isEmpty());
    pulling.put(pod.getMetadata().getName(), action != Action.DELETED && !pulled);
    int now = (int) pulling.values().stream().filter(Boolean::booleanValue).count();
    most = Math.max(most, now);
  }

  /** So many were under way at one moment. */
  synchronized int mostAtOnce() {
    return most;
  }

  @Override
  public void onClose(WatcherException cause) {}

  @Override
  public void close() {
    watch.close();
  }
}
