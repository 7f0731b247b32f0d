/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.common.read;

import org.jspecify.annotations.NullMarked;
