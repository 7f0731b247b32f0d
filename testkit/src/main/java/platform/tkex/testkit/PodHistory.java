package platform.tkex.testkit;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records every step of every pod of one workload, to prove what did happen to them and what did
 * not.
 *
 * <p>It watches on its own from a list on, so start it before the action. A broken watch resumes
 * where it ended. If the API server has forgotten that point, steps may be missing, and {@link
 * #timeline()} fails rather than prove something from a record with a hole.
 *
 * <p>{@link #timeline()} is complete up to its call: it makes a marker pod first and waits until
 * the watch tells of it. A watch tells steps in the order of their writes, so everything written
 * before has been recorded.
 */
public final class PodHistory implements AutoCloseable {

  private static final AtomicInteger MARKERS = new AtomicInteger();
  private static final String MARKER = "history-marker-";

  /** Of one value for all workloads: beside the longest name a label has no room for more. */
  private static final String MARKER_APP = "history-marker";

  private final KubernetesClient client;
  private final String namespace;
  private final String workload;
  private final String selector;
  private final Instant started = Instant.now();

  private final ReentrantLock lock = new ReentrantLock();
  private final List<PodEvent> events = new ArrayList<>();
  private final Set<String> markersSeen = new HashSet<>();
  private @Nullable WatcherException hole;
  private volatile boolean bridging;
  private @Nullable UnbrokenWatch<Pod> watch;

  private PodHistory(KubernetesClient client, String namespace, String workload, String selector) {
    this.selector = selector;
    this.client = client;
    this.namespace = namespace;
    this.workload = workload;
  }

  /** Starts to record; pods that live already come first, as ADDED. */
  public static PodHistory record(KubernetesClient client, String namespace, String workload) {
    return record(new PodHistory(client, namespace, workload, ""));
  }

  /**
   * The same, for pods only that carry the label {@code app=<workload>}: with many workloads in a
   * namespace, each record of all its pods would cost a test more than the controller.
   */
  public static PodHistory recordLabelled(
      KubernetesClient client, String namespace, String workload) {
    String apps = "app in (" + workload + ", " + MARKER_APP + ")";
    return record(new PodHistory(client, namespace, workload, apps));
  }

  /**
   * As {@link #recordLabelled}, for tests in which the API server goes away and forgets: the record
   * then goes on from a list, in which pods that are gone count as DELETED and new ones as ADDED.
   * What came and went between two lists is missing.
   */
  public static PodHistory recordOverRestarts(
      KubernetesClient client, String namespace, String workload) {
    PodHistory history = recordLabelled(client, namespace, workload);
    history.bridging = true;
    return history;
  }

  private static PodHistory record(PodHistory history) {
    history.watch =
        UnbrokenWatch.open(history::watch, history.list(), history::told, history::lost);
    return history;
  }

  /** Everything up to now. */
  public PodTimeline timeline() {
    return since(new Mark(0, started));
  }

  /** A point in the record that covers everything written before this call. */
  public Mark mark() {
    awaitOwnMarker();
    lock.lock();
    try {
      return new Mark(events.size(), Instant.now());
    } finally {
      lock.unlock();
    }
  }

  /** Everything from the mark up to now; what lived at the mark is where it starts. */
  public PodTimeline since(Mark mark) {
    awaitOwnMarker();
    lock.lock();
    try {
      if (hole != null) {
        throw new IllegalStateException("steps of pods may be missing in the record", hole);
      }
      return new PodTimeline(
          mark.at(),
          List.copyOf(events.subList(0, mark.position())),
          List.copyOf(events.subList(mark.position(), events.size())));
    } finally {
      lock.unlock();
    }
  }

  /**
   * A position in the record.
   *
   * @param position number of steps before it
   * @param at when it was set
   */
  public record Mark(int position, Instant at) {}

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }

  /** The pod is never scheduled: no scheduler of that name exists. */
  private void awaitOwnMarker() {
    String name = MARKER + MARKERS.incrementAndGet();
    Pod marker =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .addToLabels("app", MARKER_APP)
            .endMetadata()
            .withNewSpec()
            .withSchedulerName("none")
            .withTerminationGracePeriodSeconds(0L)
            .withAutomountServiceAccountToken(false)
            .addNewContainer()
            .withName("marker")
            .withImage("marker")
            .endContainer()
            .endSpec()
            .build();
    client.resource(marker).create();
    try {
      Await.until("the record of pods has reached now", () -> hasSeen(name));
    } finally {
      client.pods().inNamespace(namespace).withName(name).withGracePeriod(0).delete();
    }
  }

  private boolean hasSeen(String marker) {
    lock.lock();
    try {
      return markersSeen.contains(marker);
    } finally {
      lock.unlock();
    }
  }

  /** Appends what lives, and returns from where to watch. */
  private String list() {
    PodList list = client.pods().inNamespace(namespace).list(labelled(new ListOptions()));
    lock.lock();
    try {
      if (bridging) {
        appendGone(list.getItems());
      }
      list.getItems().forEach(pod -> append(PodEvent.Kind.ADDED, pod));
    } finally {
      lock.unlock();
    }
    return list.getMetadata().getResourceVersion();
  }

  private Watch watch(ListOptions from, Watcher<Pod> watcher) {
    return client.pods().inNamespace(namespace).watch(labelled(from), watcher);
  }

  private ListOptions labelled(ListOptions options) {
    return selector.isEmpty()
        ? options
        : new ListOptionsBuilder(options).withLabelSelector(selector).build();
  }

  /** Guarded by the lock. */
  private void appendGone(List<Pod> living) {
    Set<String> uids = living.stream().map(Pods::uid).collect(Collectors.toSet());
    new PodTimeline(started, List.copyOf(events), List.of())
        .atStart().values().stream()
            .filter(last -> !uids.contains(last.uid()))
            .forEach(last -> append(PodEvent.Kind.DELETED, last.pod()));
  }

  /** Guarded by the lock. */
  private void append(PodEvent.Kind kind, Pod pod) {
    String name = pod.getMetadata().getName();
    if (name.startsWith(MARKER)) {
      markersSeen.add(name);
    }
    if (!Pods.isNamedFor(workload, pod)) {
      return;
    }
    events.add(new PodEvent(Instant.now(), kind, pod));
  }

  private void told(Watcher.Action action, Pod pod) {
    lock.lock();
    try {
      append(PodEvent.Kind.valueOf(action.name()), pod);
    } finally {
      lock.unlock();
    }
  }

  /** Goes on all the same, so that the reader learns of the hole instead of waiting for nothing. */
  private String lost(WatcherException cause) {
    lock.lock();
    try {
      hole = bridging ? null : cause;
    } finally {
      lock.unlock();
    }
    return list();
  }
}
