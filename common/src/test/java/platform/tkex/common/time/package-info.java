/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.common.time;

import org.jspecify.annotations.NullMarked;
