/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.common.events;

import org.jspecify.annotations.NullMarked;
