package platform.tkex.common.pods;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A cache that tells what a test says. */
final class FakePodCache implements PodCache {
  List<Pod> owned = List.of();

  @Nullable String reached;
  private final List<Consumer<PodChange>> listeners = new ArrayList<>();

  void tell(@Nullable Pod before, @Nullable Pod after) {
    listeners.forEach(listener -> listener.accept(new PodChange(before, after)));
  }

  @Override
  public List<Pod> ownedBy(String ownerUid) {
    return owned;
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
    return null;
  }

  @Override
  public boolean synced() {
    return reached != null;
  }

  @Override
  public @Nullable String lastResourceVersion() {
    return reached;
  }

  @Override
  public void addListener(Consumer<PodChange> listener) {
    listeners.add(listener);
  }
}
