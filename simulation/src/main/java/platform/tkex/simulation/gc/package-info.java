/**
 * The GC controller beside people and releases that use the versions it may delete: whether one is
 * ever deleted that somebody uses.
 */
@NullMarked
package platform.tkex.simulation.gc;

import org.jspecify.annotations.NullMarked;
