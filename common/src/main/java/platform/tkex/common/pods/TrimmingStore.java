package platform.tkex.common.pods;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;

/**
 * Trims each pod before it is kept. In place, so that the informer's handlers, which get the same
 * object, hold nothing more either.
 */
final class TrimmingStore extends BasicItemStore<Pod> {

  private final PodTrimmer trimmer;

  TrimmingStore(PodTrimmer trimmer) {
    super(Cache::metaNamespaceKeyFunc);
    this.trimmer = trimmer;
  }

  @Override
  public Pod put(String key, Pod pod) {
    return super.put(key, trimmer.trim(pod));
  }
}
