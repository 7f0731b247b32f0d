/**
 * The only place that builds status and conditions, and that reads the release's state back from
 * them.
 */
@NullMarked
package platform.tkex.statefulsetplus.status;

import org.jspecify.annotations.NullMarked;
