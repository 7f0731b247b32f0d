@NullMarked
package platform.tkex.simulation.run;

import org.jspecify.annotations.NullMarked;
