/**
 * A proxy in front of the API server that answers wrongly, late or not at all, as a test says.
 *
 * <p>What the fake kubelet does to pods on demand is in {@code platform.tkex.testkit.Faults}.
 */
@NullMarked
package platform.tkex.testkit.faults;

import org.jspecify.annotations.NullMarked;
