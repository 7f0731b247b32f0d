/** Reads the caches once per pass and builds the snapshot. Nothing is decided here. */
@NullMarked
package platform.tkex.statefulsetplus.observe;

import org.jspecify.annotations.NullMarked;
