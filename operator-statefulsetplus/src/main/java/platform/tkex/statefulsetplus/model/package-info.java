/**
 * Plain immutable values that every step of a pass shares: the workload's spec, its pods, ordinals.
 * No client, no clock, no decision.
 */
@NullMarked
package platform.tkex.statefulsetplus.model;

import org.jspecify.annotations.NullMarked;
