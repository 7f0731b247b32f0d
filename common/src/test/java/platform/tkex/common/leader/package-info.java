/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.common.leader;

import org.jspecify.annotations.NullMarked;
