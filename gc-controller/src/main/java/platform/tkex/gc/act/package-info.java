/** The only place that changes something. */
@NullMarked
package platform.tkex.gc.act;

import org.jspecify.annotations.NullMarked;
