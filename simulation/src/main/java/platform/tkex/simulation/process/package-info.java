/**
 * A controller's process as it really is, but for what it touches of the world: its clocks and
 * threads are a lane of the kernel, its reads and writes go to the model of the API server over
 * links that are slow and sometimes fail.
 */
@NullMarked
package platform.tkex.simulation.process;

import org.jspecify.annotations.NullMarked;
