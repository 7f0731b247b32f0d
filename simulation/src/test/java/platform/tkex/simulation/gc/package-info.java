/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.simulation.gc;

import org.jspecify.annotations.NullMarked;
