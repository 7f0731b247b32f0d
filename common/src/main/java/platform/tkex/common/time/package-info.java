/**
 * Monotonic time and waiting, injected so that a test or a simulation can own both. Wall clock time
 * is {@link java.time.Clock}'s.
 */
@NullMarked
package platform.tkex.common.time;

import org.jspecify.annotations.NullMarked;
