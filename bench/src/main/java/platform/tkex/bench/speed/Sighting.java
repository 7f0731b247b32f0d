package platform.tkex.bench.speed;

/**
 * What one watch event tells.
 *
 * @param type {@code ADDED}, {@code MODIFIED}, {@code DELETED}, {@code BOOKMARK} or {@code ERROR}
 * @param ready whether the condition Ready is True
 */
record Sighting(String type, String name, String uid, String resourceVersion, boolean ready) {}
