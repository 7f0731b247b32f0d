package platform.tkex.demo;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run of the demo uses.
 *
 * @param image replaces the one in the manifest; the others follow it
 * @param anyNode the pods may run on every node, not only on fake ones
 * @param batchTimeout replaces the manifest's batchTimeoutSeconds
 * @param patience longest wait for a step that only waits for pods
 */
record Settings(
    Path manifest,
    String namespace,
    @Nullable String image,
    String newImage,
    String badImage,
    boolean anyNode,
    @Nullable Integer replicas,
    @Nullable Integer batchTimeout,
    Duration patience) {

  Optional<String> firstImage() {
    return Optional.ofNullable(image);
  }
}
