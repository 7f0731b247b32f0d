/** Tests of the package of the same name. */
@NullMarked
package platform.tkex.common.process;

import org.jspecify.annotations.NullMarked;
