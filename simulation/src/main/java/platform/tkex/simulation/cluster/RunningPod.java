package platform.tkex.simulation.cluster;

/**
 * A pod whose container runs, whatever the API server knows of it.
 *
 * @param image what it really runs
 */
public record RunningPod(String node, String namespace, String name, String uid, String image) {}
