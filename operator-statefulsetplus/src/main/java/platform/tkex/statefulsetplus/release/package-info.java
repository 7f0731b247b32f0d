/**
 * The release state machine: which batch runs, who confirmed it, what is rolled back. Pure
 * functions; nothing here knows an API client.
 */
@NullMarked
package platform.tkex.statefulsetplus.release;

import org.jspecify.annotations.NullMarked;
