package platform.tkex.statefulsetplus.preload;

/**
 * One image that one node is to pull ahead.
 *
 * @param policy {@code imagePullPolicy} of the container that will run it; empty for the default
 */
record Pull(String node, String image, String policy) {}
