package platform.tkex.common.pods;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.util.function.UnaryOperator;

/**
 * Trims each object before it is kept. In place, so that the informer's handlers, which get the
 * same object, hold nothing more either.
 */
public final class TrimmingStore<T extends HasMetadata> extends BasicItemStore<T> {

  private final UnaryOperator<T> trimmer;

  /**
   * A store for one informer.
   *
   * @param trimmer returns the object it was given, with less in it
   */
  public TrimmingStore(UnaryOperator<T> trimmer) {
    super(Cache::metaNamespaceKeyFunc);
    this.trimmer = trimmer;
  }

  @Override
  public T put(String key, T object) {
    return super.put(key, trimmer.apply(object));
  }
}
