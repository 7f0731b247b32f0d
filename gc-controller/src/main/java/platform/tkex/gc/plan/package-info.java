/** What goes and what stays: pure functions of what was observed. */
@NullMarked
package platform.tkex.gc.plan;

import org.jspecify.annotations.NullMarked;
