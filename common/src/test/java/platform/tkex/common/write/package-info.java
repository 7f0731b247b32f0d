/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.common.write;

import org.jspecify.annotations.NullMarked;
