/**
 * What people do and what goes wrong in one simulated history: drawn from a seed, written down as
 * data, so that it can be told, replayed, and made smaller. What comes of it is the world's matter.
 */
@NullMarked
package platform.tkex.simulation.scenario;

import org.jspecify.annotations.NullMarked;
