/** The simulation can fail: bugs that are planted into the product's sources are found. */
@NullMarked
package platform.tkex.simulation.bugs;

import org.jspecify.annotations.NullMarked;
