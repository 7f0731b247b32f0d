/**
 * The other parts of a cluster as models: garbage collector, scheduler, kubelets, volumes, quota,
 * namespaces.
 *
 * <p>Each is a set of small steps on a virtual clock, without threads. It sees the API server
 * through {@link platform.tkex.simulation.cluster.View}s, which may lag as far as their owner
 * likes, and writes through a function, so that faults can be put in between.
 */
@NullMarked
package platform.tkex.simulation.cluster;

import org.jspecify.annotations.NullMarked;
