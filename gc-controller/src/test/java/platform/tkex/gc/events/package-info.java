/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.gc.events;

import org.jspecify.annotations.NullMarked;
