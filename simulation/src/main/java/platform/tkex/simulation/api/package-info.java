/**
 * An in-memory model of the Kubernetes API server: requests in, answers and a log of changes out.
 *
 * <p>One thread, no clock or randomness of its own. What controllers, kubelets and users do lives
 * elsewhere. Wherever the real server does something that one would not expect, a comment says so;
 * {@code ModelConformanceIT} compares the two.
 */
@NullMarked
package platform.tkex.simulation.api;

import org.jspecify.annotations.NullMarked;
