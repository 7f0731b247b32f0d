/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.simulation.cluster;

import org.jspecify.annotations.NullMarked;
