package platform.tkex.common.pods;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pods of the cluster as this process saw them last, trimmed by {@link PodTrimmer}.
 *
 * <p>Pods are shared: never change them. Lists are in no order.
 */
public interface PodCache {

  /** Pods whose controller owner has this UID. */
  List<Pod> ownedBy(String ownerUid);

  /** Pods of a namespace that have no controller owner. */
  List<Pod> orphansIn(String namespace);

  /** Pods bound to a node. */
  List<Pod> onNode(String node);

  @Nullable Pod get(String namespace, String name);

  /** Whether the initial list is complete. */
  boolean synced();

  /**
   * Up to which version of the cluster every change is in the cache; null before {@link #synced}.
   * Read it before the pods, never after them.
   */
  @Nullable String lastResourceVersion();

  /**
   * Calls for each change, after it is in the cache, one at a time, in the order of the changes.
   * The listener must return at once: it is in the way of the watch.
   */
  void addListener(Consumer<PodChange> listener);
}
