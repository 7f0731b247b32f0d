/**
 * Which of several processes may act, and the fence that stops the others from writing. What the
 * leader does lives elsewhere.
 */
@NullMarked
package platform.tkex.common.leader;

import org.jspecify.annotations.NullMarked;
