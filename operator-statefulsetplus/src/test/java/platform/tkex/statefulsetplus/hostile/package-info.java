/**
 * Objects, policies and surroundings that nobody wishes for: each comes to an end that is defined,
 * and that Events and status explain; and a healthy workload beside it goes on meanwhile.
 */
@NullMarked
package platform.tkex.statefulsetplus.hostile;

import org.jspecify.annotations.NullMarked;
