package platform.tkex.common.pods;

/**
 * A pod that the server confirmed and the cache did not show yet.
 *
 * @param podKey {@code namespace/name}
 * @param uid of the created pod
 * @param resourceVersion of its creation
 */
public record CreatedPod(String podKey, String uid, String resourceVersion) {

  /** The pod's name without its namespace. */
  public String name() {
    return podKey.substring(podKey.indexOf('/') + 1);
  }
}
