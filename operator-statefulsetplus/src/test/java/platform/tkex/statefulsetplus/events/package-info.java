/** Tests of this package; no server. */
@NullMarked
package platform.tkex.statefulsetplus.events;

import org.jspecify.annotations.NullMarked;
