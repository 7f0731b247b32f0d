/**
 * When which object gets its next pass: one pass at a time for each, few for a burst of events,
 * later after a failure. What a pass does is the controller's.
 */
@NullMarked
package platform.tkex.common.queue;

import org.jspecify.annotations.NullMarked;
