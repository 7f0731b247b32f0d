/** The model of the API server: by tables, and against the real one. */
@NullMarked
package platform.tkex.simulation.api;

import org.jspecify.annotations.NullMarked;
