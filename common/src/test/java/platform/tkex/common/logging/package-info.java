/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.common.logging;

import org.jspecify.annotations.NullMarked;
