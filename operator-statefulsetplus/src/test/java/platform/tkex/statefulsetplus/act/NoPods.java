package platform.tkex.statefulsetplus.act;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import platform.tkex.common.pods.PodCache;
import platform.tkex.common.pods.PodChange;

/** A cache that shows nothing yet. */
final class NoPods implements PodCache {
  /** The one that every name stands for; null for none. */
  @Nullable Pod pod;

  @Override
  public List<Pod> ownedBy(String ownerUid) {
    return List.of();
  }

  @Override
  public List<Pod> orphansIn(String namespace) {
    return List.of();
  }

  @Override
  public List<Pod> onNode(String node) {
    return List.of();
  }

  @Override
  public @Nullable Pod get(String namespace, String name) {
    return pod;
  }

  @Override
  public boolean synced() {
    return true;
  }

  @Override
  public @Nullable String lastResourceVersion() {
    return null;
  }

  @Override
  public void addListener(Consumer<PodChange> listener) {}
}
