/** Runs scenarios: one, many, and ever smaller ones. */
@NullMarked
package platform.tkex.simulation.run;

import org.jspecify.annotations.NullMarked;
