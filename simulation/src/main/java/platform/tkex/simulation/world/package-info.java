/** One simulated cluster with its operator and its users: what a scenario's steps come to. */
@NullMarked
package platform.tkex.simulation.world;

import org.jspecify.annotations.NullMarked;
