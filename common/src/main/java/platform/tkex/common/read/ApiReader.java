package platform.tkex.common.read;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.jspecify.annotations.Nullable;

/** Everything that a controller reads; the seam where a simulated API server goes. */
public interface ApiReader {

  /**
   * A cache of all objects of a kind that this process may see, fed by a watch. It does not run
   * yet, so that indexes and handlers can be added. Its lists are consistent reads: a controller
   * that started from a lagging API server's cache would act on the past.
   */
  <T extends HasMetadata> SharedIndexInformer<T> informer(Class<T> kind);

  /**
   * The object as the API server has it now, null when there is none.
   *
   * @throws RuntimeException when there was no answer
   */
  <T extends HasMetadata> @Nullable T get(Class<T> kind, String namespace, String name);
}
