package platform.tkex.simulation.scenario;

import org.jspecify.annotations.Nullable;

/**
 * The workload as it is first applied.
 *
 * @param image decides what its pods do; see {@link Image}
 * @param partition null for none
 * @param inPlace whether pods are changed while they live, where they can be
 * @param claims whether each pod mounts a claim, and both retention policies are Delete
 */
public record Setup(
    int replicas,
    int start,
    boolean parallel,
    int minReadySeconds,
    int historyLimit,
    boolean onDelete,
    @Nullable Integer partition,
    int maxUnavailable,
    boolean inPlace,
    boolean claims,
    String image,
    @Nullable Plan plan) {

  Setup with(Scenario.Ending ending) {
    return new Setup(
        ending.replicas(),
        start,
        parallel,
        minReadySeconds,
        historyLimit,
        false,
        partition,
        maxUnavailable,
        inPlace,
        claims,
        ending.image(),
        ending.plan());
  }

  Setup withReplicas(int fewer) {
    return new Setup(
        fewer,
        start,
        parallel,
        minReadySeconds,
        historyLimit,
        onDelete,
        partition,
        maxUnavailable,
        inPlace,
        claims,
        image,
        plan);
  }
}
