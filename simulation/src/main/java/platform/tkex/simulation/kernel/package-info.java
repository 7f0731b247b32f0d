/**
 * Time, order and threads of a simulated world. All of it runs on the one thread that calls the
 * kernel; what happens next is decided by a seed. It knows nothing of Kubernetes.
 */
@NullMarked
package platform.tkex.simulation.kernel;

import org.jspecify.annotations.NullMarked;
